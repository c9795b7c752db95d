"""What an uninstall has to remove because no table of ours cascades to it."""

ENTITIES = ("Item", "Invoice", "Payment")
TABLES = (
    "qbo.exception",
    "qbo.change",
    "qbo.notice",
    "qbo.link",
    "qbo.rule",
)


def uninstall_hook(env):
    """Delete the rows of this add-on's types, so that the connector goes on alone."""
    for name in TABLES:
        env[name].search([("entity", "in", ENTITIES)]).unlink()
