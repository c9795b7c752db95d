from . import (
    auth,
    auth_return,
    call,
    company_facts,
    consent,
    cron,
    expiry,
    link_memo,
    log,
    log_filter,
    mapping_index,
    masking,
    metering,
    missing_mappings,
    notify,
    partner_settings,
    status,
    throttle,
    token,
    vault,
    webhook,
)

# isort: split
from . import connection
