from . import (
    auth,
    auth_return,
    call,
    company_facts,
    consent,
    cron,
    expiry,
    log,
    log_filter,
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
