from . import (
    base_partner_merge,
    qbo_bulk,
    qbo_duplicate_search,
    qbo_gap,
    qbo_info,
    qbo_info_line,
    qbo_insight,
    qbo_survivor,
    qbo_sync_dialog,
    qbo_sync_option,
)
