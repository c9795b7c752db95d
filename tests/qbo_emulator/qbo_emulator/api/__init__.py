"""The accounting API: dispatch, batches, changes, request ids, papers."""
