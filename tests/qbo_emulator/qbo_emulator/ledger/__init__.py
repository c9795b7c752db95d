"""Keep the general ledger: what each transaction posts, and balances from it."""
