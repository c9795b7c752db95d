"""What all buttons keep to: who may press them, and how long they may take."""

from odoo.exceptions import AccessError

USER = "qbo_connector.qbo_group_user"
BUTTON_TIMEOUT = 20  # seconds; Odoo ends a worker after 120


def check_user(env):
    """Raise AccessError unless the user may work with QuickBooks."""
    if not env.user.has_group(USER):
        raise AccessError(env._("Ask for the QuickBooks user right to do this."))
