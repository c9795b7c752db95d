from . import (
    duplicate,
    duplicate_finder,
    duplicate_follow,
    duplicate_member,
    match,
    match_candidate,
    pairing,
)
