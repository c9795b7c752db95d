"""Pictures of both books after the demo, for the README and for the eye."""

from harness import browser

SCREENS = (
    ("connections", "qbo_connector.qbo_connection_action", ".o_kanban_record .badge"),
    ("invoices", "qbo_connector_invoices.qbo_invoice_row_action", ".o_data_row"),
    ("payments", "qbo_connector_invoices.qbo_payment_row_action", ".o_data_row"),
)


def take(stage, story, folder):
    """Save a PNG of each screen into the folder; needs Chromium on the machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser.opened() as page:
        browser.log_in(page, stage.url, story.company)
        for name, action, selector in SCREENS:
            page.goto(f"{stage.url}/odoo/action-{action}")
            page.wait_for_selector(selector)
            page.screenshot(path=folder / f"{name}.png")
        _invoice(page, stage, story, folder)
        page.goto(f"{stage.quickbooks.url}books/{story.realm}/Invoice")
        page.screenshot(path=folder / "quickbooks.png")


def _invoice(page, stage, story, folder):
    """Show the invoice that is partly paid."""
    domain = [
        ("company_id", "=", story.company),
        ("move_type", "=", "out_invoice"),
        ("payment_state", "=", "partial"),
    ]
    found = story.bookkeeper.user.read("account.move", domain, "id")
    action = "account.action_move_out_invoice_type"
    page.goto(f"{stage.url}/odoo/action-{action}/{found[0]['id']}")
    page.wait_for_selector(".o_form_view")
    page.screenshot(path=folder / "invoice.png")
