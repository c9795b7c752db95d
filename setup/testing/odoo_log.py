"""A pytest plugin: a test in Odoo fails on every warning that it leaves in the log.

A test that provokes one says so with ``mute_logger`` or ``assertLogs``: both take
the logger out of the root logger's hands, so it never arrives here.
"""

import logging

import pytest


class Watch(logging.Handler):
    """The lines of WARNING or worse since the last look."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def taken(self):
        """Give the lines and forget them."""
        lines, self.lines = self.lines, []
        return lines


watch = Watch()


def pytest_configure():
    logging.getLogger().addHandler(watch)


def pytest_unconfigure():
    logging.getLogger().removeHandler(watch)


def _refuse():
    lines = watch.taken()
    if lines:
        pytest.fail("Odoo's log is not clean:\n" + "\n".join(lines), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup():
    """Loading the database and preparing the class count as the first test's."""
    result = yield
    _refuse()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    result = yield
    _refuse()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    result = yield
    _refuse()
    return result
