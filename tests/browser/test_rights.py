"""The daily work of people who have a right of QuickBooks and no other."""

import pytest

from harness.browser import PATIENCE, log_in, opened, picture, pictures

USER = "qbo_connector.qbo_group_user"
MANAGER = "qbo_connector.qbo_group_manager"


def person(world, login, group):
    """Make a user of the connected company with one group and no more."""
    user, company = world.bookkeeper.user, world.bookkeeper.company
    groups = [_id_of(user, name) for name in ("base.group_user", group)]
    values = {
        "name": login.title(),
        "login": login,
        "password": login,
        "company_id": company,
        "company_ids": [(6, 0, [company])],
        "group_ids": [(6, 0, groups)],
    }
    return user.call("res.users", "create", [values])


def _id_of(user, name):
    module, _dot, name = name.partition(".")
    domain = [("module", "=", module), ("name", "=", name)]
    return user.read("ir.model.data", domain, "res_id")[0]["res_id"]


@pytest.fixture
def page(company):
    with opened() as page:
        page.pictures = pictures("rights")
        page.set_default_timeout(PATIENCE)
        yield page


def go(page, world, action):
    page.goto(f"{world.odoo.address}/odoo/action-qbo_connector.{action}")


def test_a_user_of_quickbooks_looks_and_links(page, world):
    user, company = world.bookkeeper.user, world.bookkeeper.company
    shared = {"customer_rank": 1, "company_id": company}
    user.create("res.partner", name="Quillwort", **shared)
    world.bookkeeper.settle()
    person(world, "clerk", USER)
    log_in(page, world.odoo.address, company, "clerk", "clerk")
    go(page, world, "qbo_customer_row_action")
    row = page.locator(".o_data_row:has-text('Quillwort')").first
    row.wait_for()
    row.locator("button[name=action_qbo_info]").click()
    page.wait_for_selector(".modal .o_data_row")
    picture(page, "info")
    page.keyboard.press("Escape")
    go(page, world, "qbo_exception_action")
    page.wait_for_selector(".o_list_view, .o_view_nocontent")
    assert page.locator(".o_error_dialog").count() == 0
    picture(page, "problems")


def test_an_administrator_of_quickbooks_opens_the_settings(page, world):
    company = world.bookkeeper.company
    person(world, "manager", MANAGER)
    log_in(page, world.odoo.address, company, "manager", "manager")
    page.goto(
        f"{world.odoo.address}/odoo/action-qbo_connector.qbo_connection_action/"
        f"{world.bookkeeper.connection}"
    )
    page.wait_for_selector(".o_form_view .o_notebook")
    page.click(".o_notebook a[name=settings]")
    assert page.locator(".o_error_dialog").count() == 0
    picture(page, "connection")
    go(page, world, "qbo_mapping_action")
    page.wait_for_selector(".o_list_view .o_group_header, .o_list_view .o_data_row")
    assert page.locator(".o_error_dialog").count() == 0
    picture(page, "mappings")
