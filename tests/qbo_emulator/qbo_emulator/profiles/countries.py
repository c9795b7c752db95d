"""Describe the kinds of companies."""

from dataclasses import replace

from .book import Profile
from .lists import SANDBOX_ACCOUNTS
from .states import automated

CALIFORNIA = {
    "Line1": "1 Market Street",
    "City": "San Francisco",
    "CountrySubDivisionCode": "CA",
    "PostalCode": "94105",
    "Country": "US",
}

US_MANUAL = Profile(
    key="us-manual",
    name="Sample Company US",
    country="US",
    currency="USD",
    zone="America/Los_Angeles",
    tax_engine="manual",
    address=CALIFORNIA,
    agencies=("Board of Equalization", "Arizona Dept. of Revenue"),
    rates=(
        ("California", "8", "Board of Equalization"),
        ("AZ State tax", "7.1", "Arizona Dept. of Revenue"),
        ("Tucson City", "2", "Arizona Dept. of Revenue"),
    ),
    codes=(
        ("California", "California", ("California",), ()),
        ("Tucson", "Tucson", ("AZ State tax", "Tucson City"), ()),
    ),
)
US_AST = Profile(
    key="us-ast",
    name="Sample Company US (automated sales tax)",
    country="US",
    currency="USD",
    zone="America/Los_Angeles",
    tax_engine="ast",
    address=CALIFORNIA,
    **automated(),  # type: ignore[arg-type]
)
CANADA = Profile(
    key="ca",
    name="Sample Company Canada",
    country="CA",
    currency="CAD",
    zone="America/Toronto",
    tax_engine="codes",
    address={
        "Line1": "100 King Street West",
        "City": "Toronto",
        "CountrySubDivisionCode": "ON",
        "PostalCode": "M5X 1A9",
        "Country": "CA",
    },
    agencies=("Canada Revenue Agency", "Ministry of Finance (BC)", "Revenu Quebec"),
    rates=(
        ("GST", "5", "Canada Revenue Agency"),
        ("HST ON", "13", "Canada Revenue Agency"),
        ("HST NS", "15", "Canada Revenue Agency"),
        ("PST BC", "7", "Ministry of Finance (BC)"),
        ("QST", "9.975", "Revenu Quebec"),
        ("Zero-rated", "0", "Canada Revenue Agency"),
    ),
    codes=(
        ("Exempt", "Exempt", (), ()),
        ("Zero-rated", "Zero-rated", ("Zero-rated",), ("Zero-rated",)),
        ("GST", "GST", ("GST",), ("GST",)),
        ("HST ON", "HST Ontario", ("HST ON",), ("HST ON",)),
        ("HST NS", "HST Nova Scotia", ("HST NS",), ("HST NS",)),
        ("GST/PST BC", "GST and PST British Columbia", ("GST", "PST BC"), ("GST",)),
        ("GST/QST QC", "GST and QST Quebec", ("GST", "QST"), ("GST", "QST")),
    ),
    exempt="Exempt",
)
KINGDOM = Profile(
    key="uk",
    name="Sample Company UK",
    country="GB",
    currency="GBP",
    zone="Europe/London",
    tax_engine="codes",
    address={
        "Line1": "1 Fleet Street",
        "City": "London",
        "PostalCode": "EC4Y 1AA",
        "Country": "GB",
    },
    agencies=("HM Revenue & Customs (VAT)",),
    rates=(
        ("20.0% S", "20", "HM Revenue & Customs (VAT)"),
        ("0.0% Z", "0", "HM Revenue & Customs (VAT)"),
        ("5.0% R", "5", "HM Revenue & Customs (VAT)"),
        ("0.0% Exempt", "0", "HM Revenue & Customs (VAT)"),
    ),
    codes=(
        ("No VAT", "No VAT", (), ()),
        ("20.0% S", "Standard rate", ("20.0% S",), ("20.0% S",)),
        ("0.0% Z", "Zero rate", ("0.0% Z",), ("0.0% Z",)),
        ("5.0% R", "Reduced rate", ("5.0% R",), ("5.0% R",)),
        ("Exempt", "Exempt", ("0.0% Exempt",), ("0.0% Exempt",)),
    ),
    exempt="No VAT",
    facts={"fiscal_start": "April"},
)
AUSTRALIA = Profile(
    key="au",
    name="Sample Company Australia",
    country="AU",
    currency="AUD",
    zone="Australia/Sydney",
    tax_engine="codes",
    address={
        "Line1": "1 George Street",
        "City": "Sydney",
        "CountrySubDivisionCode": "NSW",
        "PostalCode": "2000",
        "Country": "AU",
    },
    agencies=("Australian Taxation Office",),
    rates=(
        ("GST on sales", "10", "Australian Taxation Office"),
        ("GST free", "0", "Australian Taxation Office"),
        ("GST on purchases", "10", "Australian Taxation Office"),
    ),
    codes=(
        ("Out of scope", "Out of scope", (), ()),
        ("GST", "GST", ("GST on sales",), ("GST on purchases",)),
        ("GST free", "GST free", ("GST free",), ("GST free",)),
    ),
    exempt="Out of scope",
    facts={"fiscal_start": "July"},
    inclusive=True,
)
ABROAD = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
MULTICURRENCY = replace(
    US_MANUAL,
    key="multicurrency",
    name="Sample Company Multicurrency",
    switches=ABROAD,
    rates_abroad=(("EUR", "1.08"), ("GBP", "1.27"), ("CAD", "0.73"), ("JPY", "0.0067")),
)
SANDBOX = replace(
    US_MANUAL,
    key="us-sandbox",
    name="Sandbox Company US",
    switches={
        **ABROAD,
        "AccountingInfoPrefs": {
            "TrackDepartments": True,
            "ClassTrackingPerTxn": True,
            "ClassTrackingPerTxnLine": True,
        },
        "SalesFormsPrefs": {"AllowServiceDate": True},
    },
    rates_abroad=(("CAD", "0.73"), ("EUR", "1.08")),
    accounts=SANDBOX_ACCOUNTS,
    # What others' tests name by number (recorded).
    facts={"account_ids": {"Discounts given": "86"}},
    sample=True,
)
PROFILES = {
    profile.key: profile
    for profile in (
        *(US_AST, US_MANUAL, KINGDOM, CANADA, AUSTRALIA),
        *(MULTICURRENCY, SANDBOX),
    )
}
