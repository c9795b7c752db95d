from . import qbo_choice
from . import qbo_remedy
from . import qbo_watched
from . import qbo_paired_row
from . import qbo_tracked
from . import qbo_party_row

# isort: split
from . import (
    account_fiscal_position,
    qbo_change,
    qbo_clash,
    qbo_customer_row,
    qbo_exception,
    qbo_intent,
    qbo_link,
    qbo_notice,
    qbo_rule,
    qbo_run,
    qbo_vendor_row,
    res_company,
    res_config_settings,
    res_partner,
)
