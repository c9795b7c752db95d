"""Customers and vendors as a clerk works with them, with clicks, in a real browser."""

import re

from harness.browser import picture

THERE = (
    {"DisplayName": "Jonson Plumbing", "PrimaryEmailAddr": {"Address": "bob@jp.com"}},
    {"DisplayName": "Something Else", "Notes": "Old friend"},
)


def partners(world, *names, **vals):
    """Make customers in Odoo, and give their ids."""
    user, company = world.bookkeeper.user, world.bookkeeper.company
    shared = {"customer_rank": 1, "company_id": company, **vals}
    return [user.create("res.partner", name=name, **shared) for name in names]


def only_by_hand(world):
    """Let nothing be exchanged by itself while somebody clicks."""
    world.bookkeeper.settle()  # the first run makes the rules
    user = world.bookkeeper.user
    rules = user.call("qbo.rule", "search", [])
    user.call(
        "qbo.rule", "write", rules, {"create_there": "never", "create_here": False}
    )


def customers(screen, world, search=""):
    """Open the list Customers, filtered by a name."""
    screen.goto(
        f"{world.odoo.address}/odoo/action-qbo_connector.qbo_customer_row_action"
    )
    screen.wait_for_selector(".o_list_view")
    if search:
        screen.fill(".o_searchview_input", search)
        screen.wait_for_selector(".o_searchview_autocomplete .o-dropdown-item")
        screen.keyboard.press("Enter")
        screen.wait_for_selector(".o_searchview_facet")


def row(screen, name):
    return screen.locator(f".o_data_row:has(td:has-text('{name}'))").first


def names_there(world):
    return {each["DisplayName"] for each in world.there("Customer")}


def suggested(screen, world, name):
    """Open the dialog Sync of one customer, and give its first suggestion."""
    customers(screen, world, name)
    picture(screen, "customers")
    row(screen, name).locator("button[name=action_qbo_sync]").click()
    screen.wait_for_selector(".modal .o_data_row")
    return screen.locator(".modal .o_data_row").first.inner_text()


def searched(screen, text, found):
    """Search in the dialog Sync until a name appears among what is offered."""
    screen.fill(".modal [name=searched_text] input", text)
    screen.click(".modal button[name=action_search]")
    screen.wait_for_selector(f".modal .o_data_row:has-text('{found}')")


def link_to(screen, name):
    screen.click(f".modal .o_data_row:has-text('{name}') button[name=action_link]")
    screen.wait_for_selector(".o_notification")
    screen.wait_for_selector(".modal", state="detached")


def take_their_name(screen, world, ours, theirs):
    """Compare both sides in the dialog View, and take QuickBooks' name."""
    customers(screen, world, ours)
    row(screen, ours).locator("button[name=action_qbo_info]").click()
    line = f".modal .o_data_row:has-text('{theirs}')"
    screen.wait_for_selector(line)
    picture(screen, "view-info")
    screen.locator(line).first.locator("button[name=action_take_theirs]").click()
    screen.wait_for_selector(
        f"{line} button[name=action_take_theirs]", state="detached"
    )
    picture(screen, "view-info-taken")


def unlink(screen, world, name):
    customers(screen, world, name)
    row(screen, name).locator("button[name=action_qbo_unlink]").click()
    screen.click(".modal-footer .btn-primary")
    screen.wait_for_selector("button[name=action_qbo_info]", state="detached")
    picture(screen, "unlinked")


def create_from_the_contact(screen, world, partner):
    screen.goto(f"{world.odoo.address}/odoo/res.partner/{partner}")
    screen.click(".o_notebook a[name=quickbooks]")
    picture(screen, "contact")
    screen.click("button[name=action_qbo_sync]")
    screen.click(".modal button[name=action_create]")
    screen.wait_for_selector(".o_notification")


def test_a_customer_is_found_linked_looked_at_and_unlinked(screen, world):
    only_by_hand(world)
    for payload in THERE:
        world.control.create(world.realm, "Customer", payload)
    [partner] = partners(world, "Johnson Plumbing", email="bob@jp.com", phone="1")
    first = suggested(screen, world, "Johnson Plumbing")
    assert "Jonson Plumbing" in first
    assert "same e-mail" in first
    picture(screen, "sync-suggests")
    searched(screen, "thing el", found="Something Else")
    picture(screen, "sync-searched")
    searched(screen, "Jonson", found="Jonson Plumbing")
    link_to(screen, "Jonson")
    take_their_name(screen, world, "Johnson Plumbing", "Jonson Plumbing")
    known = world.bookkeeper.user.read("res.partner", [("id", "=", partner)], "name")
    assert known[0]["name"] == "Jonson Plumbing"
    unlink(screen, world, "Jonson Plumbing")
    create_from_the_contact(screen, world, partner)
    world.bookkeeper.settle()  # the name is taken: it goes again, with a suffix
    assert "Jonson Plumbing (Customer)" in names_there(world)


def test_many_are_counted_and_sent_with_a_bar(screen, world):
    only_by_hand(world)
    world.control.create(world.realm, "Customer", {"DisplayName": "Bulk 007"})
    partners(world, *(f"Bulk {number:03}" for number in range(40)))
    customers(screen, world, "Bulk 0")
    screen.click("thead .o_list_record_selector input")
    screen.click(".o_control_panel button:has-text('Sync')")
    screen.wait_for_selector(".modal button[name=action_start]")
    text = screen.inner_text(".modal")
    assert re.search(r"Will be created\s+39", text), text
    assert re.search(r"Will be linked\s+1\b", text), text
    picture(screen, "bulk-counts")
    screen.click(".modal button[name=action_start]")
    screen.wait_for_selector(".o_qbo_progress")
    picture(screen, "bulk-started")
    screen.wait_for_selector(".o_qbo_progress:has-text('40 / 40')")
    picture(screen, "bulk-done")
    there = {name for name in names_there(world) if name.startswith("Bulk")}
    assert len(there) == 40


def test_what_is_doubtful_waits_in_a_list(screen, world):
    world.control.create(
        world.realm,
        "Customer",
        {
            "DisplayName": "Quillwort",
            "PrimaryEmailAddr": {"Address": "a@one.com"},
            "BillAddr": {"Line1": "12 Main St", "PostalCode": "80201"},
        },
    )
    partners(world, "Quillwort", email="b@two.com", street="1 Elm", zip="10001")
    world.bookkeeper.settle()
    screen.goto(f"{world.odoo.address}/odoo/action-qbo_connector.qbo_match_action")
    row(screen, "Quillwort").wait_for()
    picture(screen, "possible-matches")
    row(screen, "Quillwort").locator("td[name=name]").click()
    screen.wait_for_selector(".o_form_view .o_data_row")
    picture(screen, "possible-match")
    screen.click("header button[name=action_accept], button[name=action_accept]")
    screen.wait_for_selector(".o_field_badge[name=decision]")
    world.bookkeeper.settle()
    known = world.bookkeeper.user.read(
        "qbo.link", [("qbo_name", "=", "Quillwort")], "state", "origin"
    )
    assert [each["origin"] for each in known] == ["matched"]
