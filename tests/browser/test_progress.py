"""A long job, watched, left alone, found again and stopped, in a real browser."""

import re

from harness.browser import PATIENCE, picture, signed_in
from harness.waiting import wait_for

COUNT = 75
AT_ONCE = 3
BAR = ".o_qbo_progress"
MOVED = """
    over => {
        const bar = document.querySelector(".o_qbo_progress");
        return bar && parseInt(bar.innerText) > over;
    }
"""


def slow_job(world):
    """Let 75 customers be due that go to QuickBooks three at a time, slowly."""
    user, bookkeeper = world.bookkeeper.user, world.bookkeeper
    bookkeeper.settle()  # the first run makes the rules
    rules = user.call("qbo.rule", "search", [])
    user.call("qbo.rule", "write", rules, {"create_there": "never"})
    user.call(
        "qbo.connection", "write", [bookkeeper.connection], {"batch_size": AT_ONCE}
    )
    for number in range(COUNT):
        name, company = f"Long {number:02}", bookkeeper.company
        user.create("res.partner", name=name, customer_rank=1, company_id=company)
    world.control.delay(2)


def start(world, page):
    """Choose all of them in the list Customers and press Sync."""
    action = "action-qbo_connector.qbo_customer_row_action"
    page.goto(f"{world.odoo.address}/odoo/{action}")
    page.wait_for_selector(".o_list_view")
    page.fill(".o_searchview_input", "Long")
    page.keyboard.press("Enter")
    page.wait_for_selector(".o_searchview_facet")
    page.click("thead .o_list_record_selector input")
    page.click(".o_control_panel button:has-text('Sync')")
    page.click(".modal button[name=action_start]")
    page.wait_for_selector(BAR)


def moved(page, over):
    """Wait until the bar shows more than ``over``, untouched; give how much."""
    page.wait_for_function(MOVED, arg=over)
    return int(re.match(r"\d+", page.inner_text(BAR))[0])


def arrived(world):
    names = (each["DisplayName"] for each in world.there("Customer"))
    return sum(name.startswith("Long") for name in names)


def stop(page):
    page.click("header button[name=action_stop], button[name=action_stop]")
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector("button[name=action_stop]", state="detached")


def test_a_long_job_is_watched_found_again_and_stopped(world):
    world.connected()
    slow_job(world)
    with signed_in(world, "progress") as page:
        start(world, page)
        first = moved(page, 0)
        second = moved(page, first)
        picture(page, "moving")
        assert 0 < first < second < COUNT
    with signed_in(world, "progress") as page:
        page.goto(f"{world.odoo.address}/odoo/action-qbo_connector.qbo_run_action")
        row = f".o_data_row:has-text('Send {COUNT} records')"
        page.wait_for_selector(f"{row} {BAR}")
        picture(page, "found-again")
        page.click(f"{row} td[name=name]")
        page.wait_for_selector(f".o_form_view {BAR}")
        third = moved(page, second)
        moved(page, third)
        stop(page)
        picture(page, "stopped")
    world.control.delay(0)
    world.bookkeeper.settle()
    [run] = world.bookkeeper.user.read("qbo.run", [("kind", "=", "job")], "done")
    wait_for(lambda: arrived(world) >= run["done"], PATIENCE / 1000)
    assert third < arrived(world) < COUNT
    known = [("name", "like", "Long"), ("qbo_state", "!=", "linked")]
    states = world.bookkeeper.user.read("res.partner", known, "qbo_state")
    assert {each["qbo_state"] for each in states} == {"none"}
    assert len(states) == COUNT - arrived(world)
