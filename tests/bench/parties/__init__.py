"""Made-up customers of two sides, of whom it is known which are the same."""
