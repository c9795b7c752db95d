from . import (
    base_partner_merge,
    qbo_bulk,
    qbo_duplicate_search,
    qbo_explanation,
    qbo_info,
    qbo_info_line,
    qbo_missing_mapping,
    qbo_survivor,
    qbo_sync_dialog,
    qbo_sync_option,
)
