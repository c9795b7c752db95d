from . import (
    about_mixin,
    auth,
    auth_return,
    call,
    company_facts,
    consent,
    cron,
    door,
    expiry,
    guarded_mixin,
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
    wizard_mixin,
)

# isort: split
from . import connection
