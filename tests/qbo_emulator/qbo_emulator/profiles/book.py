"""Write the first rows of a company's books."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..books.rows import Body
from ..entities import handler_of
from ..entities.settings import overlaid
from ..entities.taxlists import rate, rate_detail
from .lists import ACCOUNTS, ITEMS, PAYMENT_METHODS, TERMS
from .preferences import preferences

if TYPE_CHECKING:
    from ..books.company import Company
    from ..books.work import Work

RATES_SINCE = "2010-01-01"


@dataclass(frozen=True)
class Profile:
    """Say what a company of one kind starts with.

    ``rates`` are (name, percent, agency), ``codes`` (name, description, names of
    the rates for sales, for purchases), ``switches`` preferences that differ from
    the usual, ``rates_abroad`` (currency, home units for one).
    """

    key: str
    name: str
    country: str
    currency: str
    zone: str
    tax_engine: str
    address: Body
    agencies: tuple[str, ...] = ()
    rates: tuple[tuple[str, str, str], ...] = ()
    codes: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = ()
    exempt: str = "NON"
    facts: dict[str, Any] = field(default_factory=dict)
    switches: Body = field(default_factory=dict)
    rates_abroad: tuple[tuple[str, str], ...] = ()
    accounts: tuple[Body, ...] = ()
    # Whether it is of no use without its history.
    sample: bool = False
    inclusive: bool = False

    @property
    def exempt_code(self) -> str:
        """Return the id of the code of lines without tax."""
        if self.country == "US":
            return "NON"
        names = [code[0] for code in self.codes]
        return str(names.index(self.exempt) + 2)


def open_books(company: "Company") -> None:
    """Write settings, chart of accounts, terms, taxes and the first items."""
    work = company.work(person=True)
    _settings(company, work)
    accounts = _accounts(company, work)
    _account_defaults(company, work, accounts)
    for row in TERMS:
        add(work, "Term", row)
    for row in PAYMENT_METHODS:
        add(work, "PaymentMethod", row)
    _taxes(company, work)
    for row in ITEMS:
        add(work, "Item", with_accounts(row, accounts))
    _default_terms(company, work)
    _currencies(company, work)


def _accounts(company: "Company", work: "Work") -> dict[str, str]:
    """Write the chart of accounts; return {name: id}."""
    made: dict[str, str] = {}
    known = company.profile.facts.get("account_ids", {})
    for row in (*ACCOUNTS, *company.profile.accounts):
        facts = {key: value for key, value in row.items() if key != "Parent"}
        if "Parent" in row:
            facts["ParentRef"] = {"value": made[row["Parent"]]}
        if row["Name"] in known:
            facts["Id"] = known[row["Name"]]
        made[row["Name"]] = add(work, "Account", facts)
    for qbo_id in known.values():
        _pass(work, int(qbo_id))
    return made


def _pass(work: "Work", number: int) -> None:
    """Go on numbering accounts behind a number that is taken."""
    while work.books.store.next(work.books.realm, "Account") < number:
        continue


def _currencies(company: "Company", work: "Work") -> None:
    """List the currencies the company deals in, with a rate since last year."""
    for code, value in company.profile.rates_abroad:
        add(work, "CompanyCurrency", {"Code": code})
        day = work.today.replace(year=work.today.year - 1, month=1, day=1)
        facts = {"SourceCurrencyCode": code, "Rate": _number(value)}
        company.rates.write(work, {**facts, "AsOfDate": day.isoformat()})


def add(work: "Work", entity: str, facts: Body) -> str:
    """Write one row of a list and return its id."""
    handler = handler_of(entity)
    body = dict(facts)
    handler.complete(work, body, None)
    return str(work.insert(handler, body)["Id"])


def with_accounts(row: Body, accounts: dict[str, str]) -> Body:
    """Replace names of accounts by references."""
    refs = {
        key: {"value": accounts[value]}
        for key, value in row.items()
        if key.endswith("AccountRef")
    }
    return {**row, **refs}


def _settings(company: "Company", work: "Work") -> None:
    profile = company.profile
    chosen = overlaid(preferences(profile), profile.switches)
    work.insert(handler_of("Preferences"), chosen)
    company.forget_preferences()
    places = ("CompanyAddr", "CustomerCommunicationAddr", "LegalAddr")
    info: Body = {
        "CompanyName": company.name,
        "LegalName": company.name,
        **dict.fromkeys(places, company.address),
        "CompanyStartDate": work.today.isoformat(),
        "FiscalYearStartMonth": profile.facts.get("fiscal_start", "January"),
        "Country": profile.country,
        "DefaultTimeZone": profile.zone,
        "SupportedLanguages": "en",
        "Email": {"Address": "office@company.example"},
        "WebAddr": {},
        "NameValue": _flags(),
    }
    handler = handler_of("CompanyInfo")
    handler.complete(work, info, None)
    work.insert(handler, info)


def _flags() -> list[Body]:
    flags = {
        "NeoEnabled": "true",
        "IndustryType": "Retail",
        "SubscriptionStatus": "PAID",
        "OfferingSku": "QuickBooks Online Plus",
        "PayrollFeature": "false",
        "AccountantFeature": "false",
        "ItemCategoriesFeature": "true",
    }
    return [{"Name": key, "Value": value} for key, value in flags.items()]


def _account_defaults(
    company: "Company", work: "Work", accounts: dict[str, str]
) -> None:
    books = work.books
    body = books.get("Preferences", "1")
    assert body is not None
    accounting = body["AccountingInfoPrefs"]
    accounting["DefaultARAccount"] = {"value": accounts["Accounts Receivable (A/R)"]}
    accounting["DefaultAPAccount"] = {"value": accounts["Accounts Payable (A/P)"]}
    sales = body["SalesFormsPrefs"]
    sales["DefaultDiscountAccount"] = accounts["Discounts given"]
    work.save(handler_of("Preferences"), body, operation="", token=0)
    company.forget_preferences()


def _default_terms(company: "Company", work: "Work") -> None:
    body = work.books.get("Preferences", "1")
    assert body is not None
    term = work.books.named("Term", "net 30")[0]
    body["SalesFormsPrefs"]["DefaultTerms"] = {"value": term["Id"]}
    work.save(handler_of("Preferences"), body, operation="", token=0)
    company.forget_preferences()


def _taxes(company: "Company", work: "Work") -> None:
    profile = company.profile
    agencies = {
        name: work.insert(
            handler_of("TaxAgency"),
            {"DisplayName": name, "TaxTrackedOnSales": True, **_purchases(profile)},
        )["Id"]
        for name in profile.agencies
    }
    rates: dict[str, str] = {}
    for name, percent, agency in profile.rates:
        facts = {"TaxRateName": name, "RateValue": _number(percent)}
        row = rate(work, {**facts, "TaxAgencyId": agencies[agency]}, RATES_SINCE)
        rates[name] = work.insert(handler_of("TaxRate"), row)["Id"]
    if profile.country == "US":
        _pseudo_codes(work)
    # Id 1 is never among the codes of a real company.
    work.books.store.next(work.books.realm, "TaxCode")
    for code in profile.codes:
        work.insert(handler_of("TaxCode"), _code(code, rates))


def _purchases(profile: Profile) -> Body:
    return {"TaxTrackedOnPurchases": profile.country != "US"}


def _number(percent: str) -> Any:
    from decimal import Decimal

    value = Decimal(percent)
    return int(value) if value == int(value) else value


def _code(facts: tuple[Any, ...], rates: dict[str, str]) -> Body:
    name, description, sales, purchases = facts
    body: Body = {
        "Name": name,
        "Description": description,
        "Active": True,
        "Hidden": False,
        "Taxable": bool(sales or purchases),
        "TaxGroup": True,
        "TaxCodeConfigType": "SYSTEM_GENERATED",
    }
    for key, side in (("SalesTaxRateList", sales), ("PurchaseTaxRateList", purchases)):
        details = [
            rate_detail(rates[one], one, order) for order, one in enumerate(side)
        ]
        body[key] = {"TaxRateDetail": details}
    return body


def _pseudo_codes(work: "Work") -> None:
    for key, taxable in (("TAX", True), ("NON", False), ("CustomSalesTax", True)):
        body = {
            "Id": key,
            "Name": key,
            "Description": key,
            "Active": True,
            "Hidden": False,
            "Taxable": taxable,
            "TaxGroup": False,
            "TaxCodeConfigType": "SYSTEM_GENERATED",
        }
        work.insert(handler_of("TaxCode"), body)
