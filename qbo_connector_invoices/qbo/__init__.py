"""What can be decided about documents from values alone, without Odoo."""
