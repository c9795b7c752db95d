"""A pytest plugin: a test in Odoo fails on every secret that it leaves in a log.

It reads what our add-ons and the libraries that they talk through log at any level,
DEBUG included, which other handlers are spared. A secret is known by its form.
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
# An access token (an encrypted JWT), a refresh token.
SECRET = re.compile(r"eyJlbm[\w-]{8}|RT1-[0-9a-f]{8}")


class Reader(logging.Handler):
    """The loggers that gave a secret away since the last look."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.names = set()

    def emit(self, record):
        if SECRET.search(self.format(record)):
            self.names.add(record.name)

    def taken(self):
        """Give the names of the loggers and forget them."""
        names, self.names = self.names, set()
        return names


reader = Reader()


def pytest_sessionstart():
    for handler in logging.getLogger().handlers:
        handler.setLevel(max(handler.level, logging.INFO))
    for name in SOURCES:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(reader)


def pytest_sessionfinish():
    for name in SOURCES:
        logging.getLogger(name).removeHandler(reader)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    result = yield
    names = reader.taken()
    if names:
        pytest.fail(f"a secret was logged by {', '.join(sorted(names))}", pytrace=False)
    return result
