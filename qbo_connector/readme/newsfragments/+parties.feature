Customers and vendors have lists of their own, linked and unlinked together, with Sync
(suggests, searches, links or creates), View info (either side's value, field by field),
Unlink and Open in QuickBooks. What is not certain waits under Possible Matches.
