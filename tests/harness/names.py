"""Names that nobody takes for each other."""

from hashlib import sha256


def made_up(text):
    """Give a name of two words for a text, always the same, like no other."""
    letters = "".join(
        chr(ord("a") + byte % 26) for byte in sha256(text.encode()).digest()
    )
    return f"{letters[:9]} {letters[9:18]}".title()
