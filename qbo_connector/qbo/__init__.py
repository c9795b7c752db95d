"""Everything that can be decided from values alone, and the wire to QuickBooks.

No module here imports ``odoo``; they import each other relatively, so the folder
works as a package of its own. What others use is listed in ``PUBLIC``.
"""

PUBLIC = (
    "answers",
    "batch",
    "calls",
    "changes",
    "client",
    "duplicates",
    "entities",
    "errors",
    "exact",
    "fitting",
    "kinds",
    "literal",
    "matching",
    "merge",
    "moments",
    "names",
    "oauth",
    "pace",
    "query",
    "recognition",
    "rules",
    "secrets",
    "session",
    "shape",
    "three_way",
    "waiting",
    "webhook",
)
