"""From an invoice paid in QuickBooks to the customer's browser, and the board."""

import re

import pytest

from harness import browser
from harness.reviewer import Reviewer
from harness.waiting import wait_for

SCREENS = {
    "board": ("qbo_review_request_action", ".o_kanban_record"),
    "figures": ("qbo_review_report_action", ".o_graph_renderer canvas"),
    "settings": ("qbo_review_policy_action", ".o_form_view"),
}


@pytest.fixture
def shop(make_world, sink):
    """A connected company that asks its customers."""
    world = make_world(smtp_server="127.0.0.1", smtp_port=sink.port)
    with world:
        world.connected()
        world.reviewer = Reviewer(world.odoo.address, world.book)
        world.reviewer.switch_on()
        yield world


@pytest.fixture
def page():
    with browser.opened(browser.PHONE) as page:
        yield page


@pytest.fixture(scope="session")
def pictures():
    return browser.pictures("review")


def paid_in_quickbooks(shop, name):
    """Give an invoice that was pushed, paid over there, and pulled."""
    customer = shop.reviewer.customer(name)
    invoice = shop.reviewer.invoice(customer, 120.0)
    shop.reviewer.user.call("account.move", "action_qbo_push", [invoice])
    shop.bookkeeper.settle()
    there = max(shop.there("Invoice"), key=lambda each: int(each["Id"]))
    assert there["TotalAmt"] == 120
    payer = there["CustomerRef"]["value"]
    shop.control.receive_payment(shop.realm, payer, 120, {there["Id"]: 120})
    shop.bookkeeper.settle()
    wait_for(lambda: shop.reviewer.request(invoice), seconds=120)
    return invoice


def message(shop, sink, invoice):
    """Let the message of a planned request go out, and give its links by name."""
    assert shop.reviewer.request(invoice)["state"] == "planned"
    shop.reviewer.wait_until_due()
    shop.reviewer.run("send")
    assert shop.reviewer.request(invoice)["state"] == "sent"
    text = requests(sink)[-1].text("html")
    links = re.findall(r'href="(http[^"]*/qbo/review/[^"]*)"', text)
    return {"stop" if link.endswith("/stop") else "landing": link for link in links}


def requests(sink):
    """Give the messages that ask for a review; Odoo mails digests, too."""
    return [mail for mail in sink.mails if "/qbo/review/" in mail.text("html")]


def state(shop, invoice):
    return shop.reviewer.request(invoice)["state"]


def shoot(page, pictures, name):
    """Save a picture at desktop and at phone size."""
    for kind, size in (("desktop", browser.DESKTOP), ("phone", browser.PHONE)):
        page.set_viewport_size(size)
        assert page.evaluate("document.body.scrollWidth") <= size["width"], "it scrolls"
        page.screenshot(path=pictures / f"{name}-{kind}.png", full_page=True)


def test_customer_reviews_writes_privately_and_opts_out(shop, sink, page, pictures):
    clicks = paid_in_quickbooks(shop, "Clara Click")
    links = message(shop, sink, clicks)
    page.goto(links["landing"])
    shoot(page, pictures, "landing")
    assert state(shop, clicks) == "sent", "looking is not clicking"
    with page.expect_request("https://reviews.example.com/acme") as there:
        page.click("text=Write a review on Google")
    assert "referer" not in there.value.headers, "the token stays here"
    assert state(shop, clicks) == "clicked"

    writes = paid_in_quickbooks(shop, "Will Write")
    links = message(shop, sink, writes)
    page.goto(links["landing"])
    page.click("fieldset label:nth-of-type(2)")
    page.fill("textarea", "It took a little long.")
    shoot(page, pictures, "feedback")
    page.click("text=Send privately")
    page.wait_for_selector("text=Thank you")
    assert page.locator("text=Write a review on Google").count() == 1
    shoot(page, pictures, "thanks")
    query = "SELECT feedback FROM rating_rating WHERE res_model = 'qbo.review.request'"
    assert shop.book.value(query) == "It took a little long."

    stops = paid_in_quickbooks(shop, "Stella Stop")
    links = message(shop, sink, stops)
    page.goto(links["stop"])
    shoot(page, pictures, "stop")
    assert shop.book.value("SELECT count(*) FROM qbo_review_optout") == 0
    page.click("text=Stop these messages")
    page.wait_for_selector("text=Done")
    assert shop.book.value("SELECT email FROM qbo_review_optout") == (
        "stella.stop@example.com"
    )
    assert [mail.recipients for mail in requests(sink)] == [
        ["clara.click@example.com"],
        ["will.write@example.com"],
        ["stella.stop@example.com"],
    ]
    page.set_content(requests(sink)[0].text("html"))
    shoot(page, pictures, "message")
    look_at_the_board(shop, page, pictures)


def look_at_the_board(shop, page, pictures):
    """Open what colleagues see, and keep pictures of it."""
    page.set_viewport_size(browser.DESKTOP)
    page.goto(f"{shop.odoo.address}/web/login?login=admin")
    page.fill("input[name=password]", "admin")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
    cookie = {"name": "cids", "value": str(shop.reviewer.company)}
    page.context.add_cookies([{**cookie, "url": shop.odoo.address}])
    for name, (action, selector) in SCREENS.items():
        page.goto(f"{shop.odoo.address}/odoo/action-qbo_connector_review.{action}")
        page.wait_for_selector(selector)
        page.screenshot(path=pictures / f"{name}.png")
    page.goto(
        f"{shop.odoo.address}/odoo/action-qbo_connector_review.{SCREENS['board'][0]}"
    )
    page.click(".o_kanban_record >> text=Clara Click")
    page.wait_for_selector(".o_form_view")
    page.screenshot(path=pictures / "request.png")
