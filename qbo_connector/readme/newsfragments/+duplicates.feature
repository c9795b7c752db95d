Customers and vendors that stand twice in Odoo or in QuickBooks are found and listed
with the reasons. Merging them is guided on both sides, and the links follow.
