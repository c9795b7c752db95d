# What other models are made of comes first.
from . import (
    qbo_access,
    qbo_entry,
    qbo_facts,
    qbo_lifetime,
    qbo_metering,
    qbo_schedule,
    qbo_status,
    qbo_voice,
    qbo_watched,
    qbo_webhook,
)

# isort: split
from . import qbo_tracked

# isort: split
from . import (
    qbo_advice,
    qbo_build,
    qbo_call,
    qbo_change,
    qbo_clash,
    qbo_connection,
    qbo_consent,
    qbo_exception,
    qbo_intake,
    qbo_intent,
    qbo_link,
    qbo_log,
    qbo_mapping,
    qbo_notice,
    qbo_pace,
    qbo_plan,
    qbo_proposal,
    qbo_pull,
    qbo_push,
    qbo_recover,
    qbo_reference,
    qbo_refusal,
    qbo_removal,
    qbo_rule,
    qbo_run,
    qbo_settle,
    qbo_sync,
    qbo_token,
    qbo_words,
    res_company,
    res_config_settings,
    res_partner,
)
