"""Lines, tax and balances of sales documents."""
