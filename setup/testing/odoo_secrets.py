"""A pytest plugin: a test in Odoo fails on every secret that it leaves in a log.

It reads what our add-ons and the libraries that they talk through log at any level,
DEBUG included, which other handlers are spared; and what Odoo's own server says of
the pages and calls that it serves. A secret is known by its form.
"""

import logging
import re

import pytest

SOURCES = (
    "intuitlib",
    "quickbooks",
    "requests",
    "urllib3",
    "odoo.addons.qbo_connector",
    "odoo.addons.qbo_connector_invoices",
    "odoo.addons.qbo_connector_review",
)
# What a test itself asks for, as a customer does, is in the logs of its own client.
SERVER = (
    "werkzeug",
    "odoo.addons.base.models.ir_mail_server",
    "odoo.addons.mail",
    "odoo.http",
    "odoo.service.model",
)
# An access token (an encrypted JWT), a refresh token.
SECRET = r"eyJlbm[\w-]{8}|RT1-[0-9a-f]{8}"
# A signed token without an end, as review pages have it; what a person typed.
GIVEN = r"AQAAAAAAAAAA[\w-]{20}|['\"]client_secret['\"]: ['\"](?!\*)."


class Reader(logging.Handler):
    """The loggers that gave a secret away since the last look."""

    def __init__(self, sources, pattern):
        super().__init__(logging.DEBUG)
        self.sources = sources
        self.names = set()
        self._pattern = re.compile(pattern)

    def emit(self, record):
        if self._pattern.search(self.format(record)):
            self.names.add(record.name)

    def taken(self):
        """Give the names of the loggers and forget them."""
        names, self.names = self.names, set()
        return names


READERS = (Reader(SOURCES, SECRET), Reader(SERVER, f"{SECRET}|{GIVEN}"))


def pytest_sessionstart():
    for handler in logging.getLogger().handlers:
        handler.setLevel(max(handler.level, logging.INFO))
    for reader in READERS:
        for name in reader.sources:
            logging.getLogger(name).setLevel(logging.DEBUG)
            logging.getLogger(name).addHandler(reader)


def pytest_sessionfinish():
    for reader in READERS:
        for name in reader.sources:
            logging.getLogger(name).removeHandler(reader)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    result = yield
    names = set().union(*[reader.taken() for reader in READERS])
    if names:
        pytest.fail(f"a secret was logged by {', '.join(sorted(names))}", pytrace=False)
    return result
