Products, customer invoices and payments go to QuickBooks; payments come from there, matched with exactly the invoices and amounts that QuickBooks says.
