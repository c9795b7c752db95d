"""What can be decided from values alone: when to send, where it is now, which words."""

from .placeholders import refused_in_body, refused_in_text
from .schedule import Hours, next_slot
from .wording import suspicious_words
from .zones import zone_name

__all__ = [
    "Hours",
    "next_slot",
    "refused_in_body",
    "refused_in_text",
    "suspicious_words",
    "zone_name",
]
