"""What an uninstall has to remove because no table of ours cascades to it."""

ENTITIES = ("Item", "Invoice", "Payment")
KINDS = ("category", "asset_account")  # of mappings
TABLES = (
    "qbo.exception",
    "qbo.change",
    "qbo.remote.change",
    "qbo.link",
    "qbo.rule",
)


def uninstall_hook(env):
    """Delete the rows of this add-on's types, so that the connector goes on alone."""
    for name in TABLES:
        env[name].search([("entity", "in", ENTITIES)]).unlink()
    env["qbo.mapping"].search([("kind", "in", KINDS)]).unlink()
