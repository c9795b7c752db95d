"""The parts of the test suite, as data.

An add-on is tested in a database that holds nothing but what it depends on (no demo
data, no localisation); what can differ there once more, with the others in a full one.
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


# What neither add-ons beside an add-on nor demo data or a localisation can change, and
# so is left out of the part "all": it names no other model, or makes all it reads.
SAME_ANYWHERE = (
    # tokens, keys, consent and the web hook: the connection's own rows and routes
    "qbo_connector/tests/test_copy.py",
    "qbo_connector/tests/test_expiry.py",
    "qbo_connector/tests/test_oauth_flow.py",
    "qbo_connector/tests/test_token.py",
    "qbo_connector/tests/test_vault.py",
    "qbo_connector/tests/test_webhook_http.py",
    # schedules, counted calls and the log
    "qbo_connector/tests/test_cron.py",
    "qbo_connector/tests/test_log_filter.py",
    "qbo_connector/tests/test_mapping_index.py",
    "qbo_connector/tests/test_metering.py",
    "qbo_connector/tests/test_queries.py",
    "qbo_connector_invoices/tests/test_costs.py",
    # the engine between a customer of the test and QuickBooks
    "qbo_connector/tests/test_merge_conflict.py",
    "qbo_connector/tests/test_pull.py",
    "qbo_connector/tests/test_pull_merged.py",
    "qbo_connector/tests/test_recover.py",
    "qbo_connector/tests/test_removal.py",
    "qbo_connector/tests/test_names.py",
    # lists and facts of QuickBooks alone
    "qbo_connector/tests/test_company_facts.py",
    "qbo_connector/tests/test_reference.py",
    # sums and matching in a company with accounts that the test makes
    "qbo_connector_invoices/tests/test_amounts.py",
    "qbo_connector_invoices/tests/test_exact_allocation.py",
    "qbo_connector_invoices/tests/test_tax_modes.py",
    # planning and sending to customers of the test; the part of the add-on has all
    # three add-ons, too
    "qbo_connector_review/tests/test_languages.py",
    "qbo_connector_review/tests/test_pages.py",
    "qbo_connector_review/tests/test_sending.py",
)


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
        pytest=("-m", "not long", *(f"--ignore={path}" for path in SAME_ANYWHERE)),
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
