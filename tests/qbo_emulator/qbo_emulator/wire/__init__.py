"""HTTP: messages, routing, limits, spoilt calls."""
