"""Payments by the hundred: received in QuickBooks, or posted by Odoo alone."""
