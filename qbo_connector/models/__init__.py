# What other models are made of comes first.
from . import (
    qbo_change_mixin,
    qbo_exception_choice,
    qbo_exception_door,
    qbo_exception_repair,
    qbo_exception_trouble,
    qbo_link_buttons,
    qbo_rule_filter,
    qbo_view_mixin,
)

# isort: split
from . import qbo_list_mixin

# isort: split
from . import qbo_paired_list_mixin

# isort: split
from . import qbo_partner_list_mixin, qbo_sync_mixin

# isort: split
from . import (
    account_fiscal_position,
    ir_http,
    qbo_change,
    qbo_conflict,
    qbo_customer_row,
    qbo_exception,
    qbo_intent,
    qbo_link,
    qbo_remote_change,
    qbo_rule,
    qbo_run,
    qbo_vendor_row,
    res_company,
    res_config_settings,
    res_partner,
)
