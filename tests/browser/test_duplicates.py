"""Duplicates as a clerk finds and merges them, with clicks, in a real browser."""

from harness.browser import picture

MAIL = {"PrimaryEmailAddr": {"Address": "bob@qp.com"}}
OTHERS = ("Alder Trading", "Birch Works", "Cedar Lines", "Elder Stores", "Ivy Mills")


def standing_twice(world):
    """Let one customer stand twice in QuickBooks, among others; both are taken over."""
    for name in ("Quillwort Plumbing", "Quilwort Plumbing"):
        world.control.create(world.realm, "Customer", {"DisplayName": name, **MAIL})
    for name in OTHERS:
        world.control.create(world.realm, "Customer", {"DisplayName": name})
    world.bookkeeper.settle()
    rows = world.there("Customer")
    return [row["Id"] for row in rows if "lwort" in row["DisplayName"]]


def duplicates(screen, world):
    screen.goto(
        f"{world.odoo.address}/odoo/action-qbo_connector.qbo_duplicate_open_action"
    )
    screen.wait_for_selector(".o_list_view")


def find(screen):
    """Press Find Duplicates, read what it takes, and search."""
    screen.click("button[name=action_find]")
    screen.wait_for_selector(".modal button[name=action_start]")
    picture(screen, "dialog")
    text = screen.inner_text(".modal")
    screen.click(".modal button[name=action_start]")
    screen.wait_for_selector(".o_data_row")
    return text


def opened(screen, side):
    screen.locator(f".o_data_row:has(td:text-is('{side}'))").first.locator(
        "td[name=name]"
    ).click()
    screen.wait_for_selector(".o_field_widget[name=member_ids] .o_kanban_record")


def test_a_customer_that_stands_twice_is_merged_on_both_sides(screen, world):
    kept, gone = standing_twice(world)
    duplicates(screen, world)
    picture(screen, "empty")
    assert "Find Duplicates" in screen.inner_text(".o_view_nocontent")
    assert "2 requests" in find(screen)
    picture(screen, "found")
    opened(screen, "QuickBooks")
    picture(screen, "in-quickbooks")
    world.control.merge(world.realm, "Customer", kept, gone)
    screen.click("button[name=action_check]")
    screen.wait_for_selector("button[name=action_merge]:visible")
    picture(screen, "in-odoo")
    screen.click("button[name=action_merge]")
    screen.wait_for_selector(".modal button[name=action_merge]")
    picture(screen, "odoo-merges")
    screen.click(".modal button[name=action_merge]")
    screen.wait_for_selector(".modal :text('no more contacts')")
    links = world.bookkeeper.user.read(
        "qbo.link", [("qbo_id", "in", [kept, gone])], "res_id"
    )
    assert len({link["res_id"] for link in links}) == 1
    duplicates(screen, world)
    screen.wait_for_selector(".o_view_nocontent")


def test_two_linked_contacts_that_are_merged_lead_on_to_quickbooks(screen, world):
    standing_twice(world)
    duplicates(screen, world)
    find(screen)
    opened(screen, "Odoo")
    screen.click("button[name=action_merge]")
    screen.wait_for_selector(".modal button[name=action_merge]")
    screen.click(".modal button[name=action_merge]")
    screen.wait_for_selector("button[name=action_check]:visible")
    screen.wait_for_selector(".modal", state="detached")
    picture(screen, "led-on")
    assert "their contacts in Odoo were merged" in screen.inner_text(".o_form_view")
