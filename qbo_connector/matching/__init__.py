# What other models are made of comes first.
from . import duplicate_shown

# isort: split
from . import (
    duplicate,
    duplicate_finder,
    duplicate_follow,
    duplicate_member,
    match,
    match_candidate,
    pairing,
)
