"""Connecting as a new administrator does, with clicks, in a real browser."""

import pytest

from harness.browser import picture

ACTION = "qbo_connector.qbo_connection_action"


@pytest.fixture
def company():
    """Leave the company as it is: here it is connected by hand."""


def fill(screen, name, value):
    screen.fill(f".o_field_widget[name={name}] input", value)


def light(screen, colour):
    """Wait until the status light has a colour; the form then shows it."""
    words = {"green": "Connected", "red": "Reconnect", "off": "Not connected"}
    screen.wait_for_selector(
        f".o_form_statusbar .o_field_badge[name=light]:has-text('{words[colour]}')"
    )


def create(screen, world):
    """Fill in a new connection as the form asks for it."""
    credentials = world.quickbooks.credentials
    world.bookkeeper._set_address()
    screen.goto(f"{world.odoo.address}/odoo/action-{ACTION}")
    screen.wait_for_selector(".o_kanban_view, .o_view_nocontent")
    picture(screen, "empty")
    screen.click(".o_control_panel button:has-text('New')")
    screen.wait_for_selector(".o_form_view")
    fill(screen, "name", "Our books")
    fill(screen, "client_id", credentials["client_id"])
    fill(screen, "client_secret", credentials["client_secret"])
    screen.click(".o_form_button_save")
    screen.wait_for_function("!location.pathname.endsWith('/new')")
    redirect = screen.inner_text(".o_field_widget[name=redirect_uri]")
    assert f"{world.odoo.address}/qbo/oauth/callback" in redirect
    picture(screen, "new")
    found = world.bookkeeper.user.read("qbo.connection", [], "id")
    world.bookkeeper.connection = found[-1]["id"]
    # The emulator stands where Intuit would: an administrator's advanced setting.
    world.bookkeeper.user.call(
        "qbo.connection",
        "write",
        [world.bookkeeper.connection],
        {
            "api_base_override": credentials["base_url"],
            "discovery_override": credentials["discovery_url"],
        },
    )
    screen.reload()
    screen.wait_for_selector(".o_form_view")


def decide(screen, decision):
    """Answer QuickBooks' consent page and come back to the record."""
    screen.wait_for_selector("button[name=decision]")
    screen.click(f"button[name=decision][value={decision}]")
    screen.wait_for_selector(".o_form_view")


def test_create_refuse_connect_disconnect_and_connect_again(screen, world):
    create(screen, world)
    light(screen, "off")

    screen.click("button[name=action_connect]")
    decide(screen, "refuse")
    screen.wait_for_selector(".alert-warning, .alert-danger")
    light(screen, "off")
    picture(screen, "refused")
    assert world.bookkeeper.state() == "draft"

    screen.click("button[name=action_connect]")
    screen.wait_for_selector("button[value=approve]")
    picture(screen, "consent")
    decide(screen, "approve")
    light(screen, "green")
    screen.wait_for_selector(".alert-success")
    picture(screen, "connected")
    assert world.bookkeeper.state() == "connected"
    expires = screen.inner_text(".o_field_widget[name=expires_on]")
    assert expires.strip()

    screen.click("button[name=action_disconnect]")
    screen.click(".modal-footer .btn-primary")
    light(screen, "off")
    picture(screen, "disconnected")
    assert world.bookkeeper.state() == "disconnected"

    screen.click("button[name=action_connect]")
    decide(screen, "approve")
    light(screen, "green")


def test_an_app_disconnected_in_quickbooks_turns_red_and_reconnects(screen, world):
    world.bookkeeper.connect()
    world.control.disconnect(world.realm)
    address = f"{world.odoo.address}/odoo/action-{ACTION}/{world.bookkeeper.connection}"
    screen.goto(address)
    screen.click("button[name=action_test]")
    screen.wait_for_selector(".o_notification")
    picture(screen, "refused-test")
    screen.goto(address)
    light(screen, "red")
    picture(screen, "red")

    screen.click("button[name=action_reconnect]")
    decide(screen, "approve")
    light(screen, "green")
    assert world.bookkeeper.state() == "connected"

    screen.goto(f"{world.odoo.address}/odoo/action-{ACTION}")
    screen.wait_for_selector(".o_kanban_record")
    picture(screen, "cards")
