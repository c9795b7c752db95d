"""Fixtures of the tests that use real processes."""

import os

import pytest


@pytest.fixture(scope="session")
def environment():
    """The machine, ready."""
    from environment import prepare

    return prepare()


@pytest.fixture(scope="session")
def template():
    """A database with Odoo's demo data and the three add-ons, for copies."""
    name = os.environ.get("QBO_TEMPLATE")
    if not name:
        pytest.fail("These tests need a database: start them by setup/test e2e.")
    return name


@pytest.fixture
def make_world(environment, template, tmp_path, request):
    """Make a world, not started yet; settings go into Odoo's configuration."""
    from harness.world import World

    name = f"{template}_p{os.getpid()}_{abs(hash(request.node.name)) % 10**6}"

    def make(**settings):
        return World(environment, template, tmp_path / "quickbooks", name, **settings)

    return make


@pytest.fixture
def world(make_world):
    """Both servers running, nothing connected yet."""
    with make_world() as running:
        yield running


@pytest.fixture
def sink():
    """A mail server that keeps what it is given."""
    from harness.mail import MailSink

    with MailSink() as running:
        yield running
