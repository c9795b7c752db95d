"""OAuth 2.0: discovery, consent, tokens."""
