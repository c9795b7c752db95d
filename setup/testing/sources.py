"""The state of an add-on's sources, as far as installing it depends on them."""

import hashlib

from environment.places import REPOSITORY

# What changes without any need to install anew.
APART = {"tests", "readme", "__pycache__", "i18n"}


def state(addons):
    """Give a short name that changes with any file that an installation reads."""
    total = hashlib.sha256()
    for addon in addons:
        for path in sorted((REPOSITORY / addon).rglob("*")):
            inside = path.relative_to(REPOSITORY)
            if path.is_file() and not APART.intersection(inside.parts):
                total.update(str(inside).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]
