"""What can be decided from values alone: when to send, where it is now, which words."""

from .schedule import Hours, next_slot
from .wording import suspicious_words
from .zones import zone_name

__all__ = ["Hours", "next_slot", "suspicious_words", "zone_name"]
