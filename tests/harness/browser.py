"""Chromium, how a person logs in to Odoo with it, and the fixtures of such tests."""

import os
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from environment import places

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1366, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds


@contextmanager
def opened(size=DESKTOP):
    """Give a page of a browser of its own; closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser.new_page(viewport=size)
        finally:
            browser.close()


def log_in(page, url, company, login="admin", password="admin"):
    """Log in to Odoo and work in one company (its id)."""
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
    page.context.add_cookies([{"name": "cids", "value": str(company), "url": url}])


@contextmanager
def signed_in(world, name):
    """Give a page where the administrator of the company is logged in.

    ``name``: of the folder where its pictures go.
    """
    with opened() as page:
        log_in(page, world.odoo.address, world.bookkeeper.company)
        page.pictures = pictures(name)
        page.set_default_timeout(PATIENCE)
        yield page


def pictures(name):
    """Give the folder of some pictures."""
    folder = places.private_data() / "pictures" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def picture(page, name):
    """Keep what the page shows."""
    page.screenshot(path=page.pictures / f"{name}.png")


@pytest.fixture
def company(world):
    """Connect the company; a file that needs it otherwise has a fixture of its own."""
    world.connected()


@pytest.fixture
def screen(world, company, request):
    """Give a page where the administrator of the connected company is logged in."""
    name = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    with signed_in(world, name) as page:
        yield page
