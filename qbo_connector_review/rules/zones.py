"""Which clock a customer lives by, as far as the address tells."""

import pytz

# Where the first zone that the time zone database lists is not where people live.
MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kiev",
}

# Countries whose states are hours apart: the zone in which most of a state lives.
STATE_ZONES = {
    "US": {
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO ID MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Anchorage": "AK",
        "Pacific/Honolulu": "HI",
    },
    "CA": {
        "America/St_Johns": "NL",
        "America/Halifax": "NB NS PE",
        "America/Winnipeg": "MB",
        "America/Regina": "SK",
        "America/Edmonton": "AB NT",
        "America/Vancouver": "BC",
        "America/Whitehorse": "YT",
    },
    "AU": {
        "Australia/Brisbane": "QLD",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth": "WA",
        "Australia/Hobart": "TAS",
    },
}


def zone_name(country: str, state: str = "") -> str:
    """Give the time zone of a country and state (ISO codes), '' where not known."""
    for zone, states in STATE_ZONES.get(country, {}).items():
        if state in states.split():
            return zone
    if country in MAIN_ZONES:
        return MAIN_ZONES[country]
    return next(iter(pytz.country_timezones.get(country, ())), "")
