"""Open companies as QuickBooks does: settings and lists by country."""

from .book import Profile, open_books
from .countries import PROFILES

__all__ = ["Profile", "open_books", "profile_of"]


def profile_of(key: str) -> Profile:
    """Return a profile by its name; ``gb`` is another word for ``uk``."""
    key = "uk" if key.lower() in ("gb", "uk") else key.lower()
    if key not in PROFILES:
        raise ValueError(f"Unknown profile {key}; known are {sorted(PROFILES)}")
    return PROFILES[key]
