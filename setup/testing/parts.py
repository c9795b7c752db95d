"""The parts of the test suite, as data.

An add-on is tested twice: in a database that holds nothing but what it depends on
(no demo data, no localisation), and together with the others in a full one.
"""

from dataclasses import dataclass
from pathlib import Path

from environment.places import REPOSITORY

CORE = "qbo_connector"
INVOICES = "qbo_connector_invoices"
REVIEW = "qbo_connector_review"
ADDONS = (CORE, INVOICES, REVIEW)
# What Odoo brings of its own, by what is installed on top of it.
ODOO_CORE = ("account", "contacts", "mail")
ODOO_ALL = (*ODOO_CORE, "l10n_us", "link_tracker", "rating")


@dataclass(frozen=True)
class Part:
    """One pytest run: ``folders`` to collect, ``addons`` to install before.

    ``pytest`` are its own arguments; ``demo`` asks for Odoo's demo data. Without
    add-ons no database is made. ``odoo`` runs the tests inside Odoo. ``program``
    is one of the machine's that the part cannot do without.
    """

    name: str
    folders: tuple
    addons: tuple = ()
    modules: tuple = ()
    demo: bool = False
    odoo: bool = False
    program: str = ""
    pytest: tuple = ("-m", "not long")

    @property
    def paths(self):
        """Give the folders of the tests as paths."""
        return [REPOSITORY / folder for folder in self.folders]

    @property
    def missing(self):
        """Give the folders that should hold tests and are not there."""
        return [name for name in self.folders if not Path(REPOSITORY, name).exists()]


def _addon(name, addons, modules):
    return Part(name, (f"{name}/tests",), addons, modules, odoo=True)


def _real(name, folders, *pytest, program=""):
    return Part(
        name, folders, ADDONS, ODOO_ALL, demo=True, pytest=pytest, program=program
    )


REPOSITORY_TESTS = "tests/unit/test_repository.py"
LINT = Part("lint", (REPOSITORY_TESTS,))
LIST = (
    LINT,
    Part(
        "unit",
        ("tests/unit",),
        pytest=("-m", "not long", f"--ignore={REPOSITORY_TESTS}"),
    ),
    Part("setup", ("tests/setup",)),
    Part("emulator", ("tests/qbo_emulator/tests",)),
    _addon(CORE, (CORE,), ODOO_CORE),
    _addon(INVOICES, (CORE, INVOICES), ODOO_CORE),
    _addon(REVIEW, ADDONS, (*ODOO_CORE, "link_tracker", "rating")),
    Part(
        "stock",  # products with the add-on that counts them
        (f"{INVOICES}/tests",),
        (CORE, INVOICES),
        (*ODOO_CORE, "stock"),
        odoo=True,
        pytest=("-k", "test_item_push"),
    ),
    Part(
        "all",
        tuple(f"{addon}/tests" for addon in ADDONS),
        ADDONS,
        ODOO_ALL,
        demo=True,
        odoo=True,
    ),
    _real("e2e", ("tests/e2e", "tests/crash"), "-m", "not long"),
    _real("browser", ("tests/browser",), "-m", "not long", program="chromium"),
    _real("long", ("tests/e2e", "tests/crash"), "-m", "long"),
)
BY_NAME = {part.name: part for part in LIST}
# The longest first: with two at a time, the short ones fill the gaps.
USUAL = (
    "e2e",
    INVOICES,
    "all",
    REVIEW,
    CORE,
    "browser",
    "setup",
    "stock",
    "emulator",
    "lint",
    "unit",
)
