"""Tell whom a document is about."""

from ..books.rows import Body


def party_of(body: Body) -> str:
    """Return the customer a document is about, one of its lines if need be."""
    if "CustomerRef" in body:
        return str(body["CustomerRef"]["value"])
    for line in body.get("Line", []):
        journal = line.get("JournalEntryLineDetail", {}).get("Entity", {})
        entity = line.get("DepositLineDetail", {}).get("Entity", {})
        party = journal.get("EntityRef", entity).get("value")
        if party:
            return str(party)
    return ""
