"""Products as a clerk works with them, with clicks, in a real browser."""

from harness.browser import picture

PRODUCTS = "odoo/action-qbo_connector_invoices.qbo_item_row_action"


def product(world, name, **vals):
    """Make a product of the company in Odoo; gives its id."""
    company = {"company_id": world.bookkeeper.company, "taxes_id": []}
    return world.bookkeeper.user.create("product.product", name=name, **company, **vals)


def income_account(world):
    """Give a reference to an account of QuickBooks that sales go to."""
    accounts = world.there("Account")
    return {"value": next(a["Id"] for a in accounts if a["Name"] == "Sales")}


def item(world, name, **values):
    payload = {"Type": "Service", "IncomeAccountRef": income_account(world)}
    return world.control.create(
        world.realm, "Item", {"Name": name, **payload, **values}
    )


def only_by_hand(world):
    """Let no run find the item before somebody clicks."""
    world.bookkeeper.settle()  # the first run makes the rules
    user = world.bookkeeper.user
    rules = user.call("qbo.rule", "search", [("entity", "=", "Item")])
    user.call("qbo.rule", "write", rules, {"pull": False})


def products(screen, world, search):
    """Open the list Products, filtered by a name."""
    screen.goto(f"{world.odoo.address}/{PRODUCTS}")
    screen.wait_for_selector(".o_list_view")
    screen.fill(".o_searchview_input", search)
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".o_searchview_facet")
    return screen.locator(f".o_data_row:has(td:has-text('{search}'))").first


def test_a_product_is_found_by_its_code_and_linked(screen, world):
    only_by_hand(world)
    made = item(world, "Bureau", Sku="D-77", UnitPrice=90)
    chosen = product(world, "Writing desk", default_code="D-77", type="service")
    row = products(screen, world, "Writing desk")
    picture(screen, "products")
    row.locator("button[name=action_qbo_sync]").click()
    first = screen.locator(".modal .o_data_row").first
    first.wait_for()
    picture(screen, "sync-suggests")
    assert "same SKU" in first.inner_text()
    first.locator("button[name=action_link]").click()
    screen.wait_for_selector(".o_notification")
    world.bookkeeper.settle()
    there = world.control.get(world.realm, "Item", made["Id"])
    assert there["Name"] == "Writing desk"
    screen.goto(f"{world.odoo.address}/odoo/product.product/{chosen}")
    screen.click(".o_notebook a[name=quickbooks]")
    screen.wait_for_selector("button[name=action_qbo_unlink]")
    picture(screen, "product")


def test_settings_of_products_say_what_they_mean(screen, world):
    place = f"action-qbo_connector.qbo_connection_action/{world.bookkeeper.connection}"
    screen.goto(f"{world.odoo.address}/odoo/{place}")
    screen.click(".o_notebook a[name=settings]")
    screen.wait_for_selector("[name=item_key]")
    screen.locator("[name=item_categories]").first.scroll_into_view_if_needed()
    assert "keeps no quantities" in screen.inner_text(".o_form_view")
    picture(screen, "settings")
