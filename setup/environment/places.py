"""Where things live: the cache outside the repository, and the names inside it."""

import hashlib
import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
EMULATOR = REPOSITORY / "tests" / "qbo_emulator"
SETUP = REPOSITORY / "setup"
TESTS = REPOSITORY / "tests"
SYSTEM_CACHE = Path("/var/cache/qbo-connector")


def cache():
    """Give the folder that survives fresh clones, made if missing.

    ``$XDG_CACHE_HOME/qbo-connector``, else ``~/.cache/qbo-connector``. Root without
    the variable uses /var/cache: PostgreSQL refuses to run as root, and the account
    that runs it instead cannot enter root's home.
    """
    chosen = os.environ.get("XDG_CACHE_HOME")
    if chosen:
        folder = Path(chosen).absolute() / "qbo-connector"
    elif os.geteuid() == 0:
        folder = SYSTEM_CACHE
    else:
        folder = Path.home() / ".cache" / "qbo-connector"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_data():
    """Give the folder for what belongs to this clone alone (data, configuration)."""
    name = hashlib.sha256(str(REPOSITORY).encode()).hexdigest()[:12]
    folder = cache() / "clones" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def digest(*parts):
    """Give a short name for this combination of texts, to key a cache by."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
