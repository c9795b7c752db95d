from . import (
    qbo_bulk,
    qbo_info,
    qbo_info_line,
    qbo_sync_dialog,
    qbo_sync_option,
)
