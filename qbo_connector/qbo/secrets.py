"""Keep secrets encrypted at rest (Fernet: AES-128-CBC with HMAC-SHA256).

Several keys may be given: the first one seals, all of them unseal, so that a key can
be replaced without losing what was sealed before.
"""

import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class WrongKey(Exception):
    """None of the keys opens this secret, or one of them is no key at all."""


def new_key() -> str:
    """Return a fresh random key: 32 bytes, URL-safe base64."""
    return Fernet.generate_key().decode()


def key_id(key: str) -> str:
    """Return what may be stored and shown to tell keys apart; it reveals nothing."""
    return hashlib.sha256(b"qbo-key-id:" + key.strip().encode()).hexdigest()[:12]


def seal(text: str, keys: Sequence[str]) -> str:
    """Encrypt with the first key; raises WrongKey when that is no key."""
    return _lock(keys).encrypt(text.encode()).decode()


def unseal(token: str, keys: Sequence[str]) -> str:
    """Decrypt with whichever key fits; raises WrongKey when none does."""
    try:
        return _lock(keys).decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongKey("no key opens this secret") from None


def _lock(keys: Sequence[str]) -> MultiFernet:
    if not keys:
        raise WrongKey("there is no key")
    try:
        return MultiFernet([Fernet(key.strip().encode()) for key in keys])
    except ValueError:
        raise WrongKey("a key must be 32 bytes in URL-safe base64") from None
