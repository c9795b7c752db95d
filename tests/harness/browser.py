"""Chromium, and how a person logs in to Odoo with it."""

import os
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

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
