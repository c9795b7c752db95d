from . import (
    about_mixin,
    auth,
    auth_return,
    bucket,
    call,
    company_facts,
    consent,
    cron,
    expiry,
    guarded_mixin,
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
