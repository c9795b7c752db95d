"""Mappings as an administrator fills them in, with clicks, in a real browser."""

import pytest

from harness.browser import picture

TRACKING = {"ClassTrackingPerTxnLine": True, "TrackDepartments": True}
CUSTOM = [
    {"Name": "SalesFormsPrefs.UseSalesCustom1", "BooleanValue": True},
    {"Name": "SalesFormsPrefs.SalesCustomName1", "StringValue": "Crew"},
]


@pytest.fixture
def company(world):
    """Connect a company that has classes, locations and a custom field."""
    sales = {"CustomField": [{"CustomField": CUSTOM}]}
    preferences = {"AccountingInfoPrefs": TRACKING, "SalesFormsPrefs": sales}
    world.control.set_preferences(world.realm, preferences)
    world.control.create(world.realm, "Class", {"Name": "Blue crew"})
    world.connected()


def connection(screen, world):
    """Open the connection."""
    address = (
        f"action-qbo_connector.qbo_connection_action/{world.bookkeeper.connection}"
    )
    screen.goto(f"{world.odoo.address}/odoo/{address}")
    screen.wait_for_selector(".o_form_view")


def mappings(screen, world):
    """Open the list of mappings."""
    screen.goto(f"{world.odoo.address}/odoo/action-qbo_connector.qbo_mapping_action")
    screen.wait_for_selector(".o_list_view")


def held_invoice(world):
    """Post an invoice with a term that QuickBooks knows nothing like; its number."""
    user, company = world.bookkeeper.user, world.bookkeeper.company
    days = [(0, 0, {"value_amount": 100, "nb_days": 77})]
    term = user.create("account.payment.term", name="In a blue moon", line_ids=days)
    partner = user.create("res.partner", name="Moon Bakery", company_id=company)
    line = {"name": "Cake", "price_unit": 40, "tax_ids": [(6, 0, [])]}
    invoice = user.create(
        "account.move",
        move_type="out_invoice",
        company_id=company,
        partner_id=partner,
        invoice_date="2026-01-15",
        invoice_payment_term_id=term,
        invoice_line_ids=[(0, 0, line)],
    )
    user.call("account.move", "action_post", [invoice])
    return user.read("account.move", [("id", "=", invoice)], "name")[0]["name"]


def numbers_there(world):
    return {each.get("DocNumber") for each in world.there("Invoice")}


def row(screen, text):
    return screen.locator(f".o_data_row:has-text('{text}')").first


def choose(screen, cell, text):
    """Type in a pick list and take what it offers."""
    cell.click()
    box = screen.locator(".o_data_row.o_selected_row [name=reference_id] input").first
    box.fill(text)
    screen.click(f".o-autocomplete--dropdown-item:has-text('{text}')")


def test_gaps_are_filled_and_the_held_invoice_goes(screen, world):
    number = held_invoice(world)
    user = world.bookkeeper.user
    lost = user.call("qbo.mapping", "search", [("kind", "=", "payment_method")])
    user.call("qbo.mapping", "unlink", lost)
    world.bookkeeper.settle()
    assert number not in numbers_there(world)
    connection(screen, world)
    screen.click(".o_notebook a[name=missing]")
    text = screen.inner_text(".o_field_widget[name=missing_text]")
    assert "In a blue moon" in text
    assert "Payment methods" in text
    picture(screen, "connection-missing")
    screen.click("button.oe_stat_button:has-text('Missing Mappings')")
    screen.click(".o_group_header:has-text('Payment terms')")
    screen.click(".o_group_header:has-text('Payment methods')")
    row(screen, "In a blue moon").wait_for()
    picture(screen, "gaps")
    screen.click("button[name=action_accept_all]")
    screen.wait_for_selector(
        ".o_group_header:has-text('Payment methods')", state="detached"
    )
    screen.click(".o_group_header:has-text('Payment terms')")
    choose(
        screen, row(screen, "In a blue moon").locator("[name=reference_id]"), "Net 60"
    )
    picture(screen, "gap-chosen")
    screen.click(".o_list_button_save, .o_form_button_save")
    row(screen, "In a blue moon").locator("button[name=action_accept]").click()
    screen.wait_for_selector(".o_view_nocontent")
    picture(screen, "gaps-none")
    world.bookkeeper.settle()
    assert number in numbers_there(world)
    problems = user.read("qbo.exception", [("closed_at", "=", False)], "title")
    assert not [each for each in problems if number in each["title"]]


def add_row(screen, kind):
    """Add a mapping of a kind; gives the cell of what is mapped in Odoo."""
    screen.click(".o_list_button_add")
    screen.click(".o_selected_row [name=kind] input")
    screen.click(f".o_select_menu_item:has-text('{kind}')")
    return screen.locator(".o_selected_row [name=record]")


def test_pick_lists_offer_what_a_kind_is_made_of(screen, world):
    world.bookkeeper.user.create("account.payment.term", name="In a blue moon")
    mappings(screen, world)
    picture(screen, "mappings")
    screen.click(".o_facet_remove")
    screen.wait_for_selector(".o_group_header", state="detached")
    cell = add_row(screen, "Payment terms")
    assert cell.locator("select").count() == 0
    cell.locator("input").fill("blue moon")
    screen.click(".o-autocomplete--dropdown-item:has-text('In a blue moon')")
    box = screen.locator(".o_selected_row [name=reference_id] input").first
    box.fill("Net 60")
    screen.click(".o-autocomplete--dropdown-item:has-text('Net 60')")
    picture(screen, "mapping-term")
    screen.click(".o_list_button_save")
    row(screen, "In a blue moon").wait_for()
    cell = add_row(screen, "Deposit accounts")
    cell.locator("select").wait_for()
    offered = cell.locator("select option").all_inner_texts()
    assert len([each for each in offered if each.strip()]) == 2
    picture(screen, "mapping-deposit")
    screen.click(".o_list_button_discard")
    add_row(screen, "Custom fields")
    screen.click(".o_selected_row [name=field_name] input")
    screen.wait_for_selector(".o_select_menu_item:has-text('Origin')")
    picture(screen, "mapping-custom")


def test_classes_and_items_are_set_on_the_connection(screen, world):
    connection(screen, world)
    screen.click(".o_notebook a[name=settings]")
    screen.locator("[name=class_source]").first.scroll_into_view_if_needed()
    picture(screen, "settings")
