"""Company information, preferences, currencies and exchange rates."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from ..books import addresses, names
from ..books.currencies import CURRENCIES
from ..books.money import decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work


class CompanyInfo(Handler):
    """Know the one CompanyInfo row; few fields can be changed."""

    entity = "CompanyInfo"
    operations = frozenset({"update"})
    in_cdc = False
    has_active = False
    read_only = frozenset({"CompanyStartDate", "Country", "NameValue"})
    required: ClassVar[tuple[str, ...]] = ("CompanyName",)
    places = ("CompanyAddr", "CustomerCommunicationAddr", "LegalAddr")

    def new_id(self, work: "Work") -> str:
        return "1"

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        addresses.complete(work, body, before, self.places)


class Preferences(Handler):
    """Know the one Preferences row; a change is always sparse in its parts."""

    entity = "Preferences"
    operations = frozenset({"update"})
    in_cdc = False
    has_active = False

    def new_id(self, work: "Work") -> str:
        return "1"

    def merged(self, before: Body, sent: Body, fresh: Body, sparse: bool) -> Body:
        return overlaid(before, super().merged(before, sent, fresh, True))

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        was = ((before or {}).get("CurrencyPrefs") or {}).get("MultiCurrencyEnabled")
        now = body.get("CurrencyPrefs", {}).get("MultiCurrencyEnabled")
        if was and not now:
            raise business("Multicurrency cannot be turned off.")

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        work.company.forget_preferences()


def overlaid(old: Any, new: Any) -> Any:
    """Return nested data with the new values laid over the old ones."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    both = {key: overlaid(old[key], new[key]) for key in new if key in old}
    return {**old, **new, **both}


class CompanyCurrency(Handler):
    """Know the currencies a company uses besides its own."""

    entity = "CompanyCurrency"
    required: ClassVar[tuple[str, ...]] = ("Code",)
    fixed = frozenset({"Code"})

    def columns(self, body: Body) -> dict[str, Any]:
        return {"name": names.key(body["Code"])}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        if not work.preference("CurrencyPrefs.MultiCurrencyEnabled"):
            raise Refusal("5030", "Feature Not Supported Error : multicurrency is off")
        if body["Code"] not in CURRENCIES:
            raise Refusal("2220", f"Invalid Currency Type : {body['Code']}")
        names.refuse_duplicate(
            work, ("CompanyCurrency",), "CompanyCurrency", body, body["Code"]
        )
        body.setdefault("Name", CURRENCIES[body["Code"]])
        body.setdefault("Active", True)


class ExchangeRate(Handler):
    """Know exchange rates: home units for one foreign unit, per day."""

    entity = "ExchangeRate"
    operations = frozenset({"update"})
    in_cdc = False
    has_active = False

    def columns(self, body: Body) -> dict[str, Any]:
        code = body["SourceCurrencyCode"]
        return {"name": names.key(code), "date": body["AsOfDate"]}

    def present(self, work: "Work", body: Body) -> Body:
        return {key: body[key] for key in body if key not in ("Id", "sparse")}


class Rates:
    """Find and keep the exchange rates of one company."""

    def row(self, work: "Work", code: str, day: str) -> Body | None:
        """Return the row that holds on a day, or None."""
        rows = work.books.select(
            "ExchangeRate",
            "AND name = ? AND date <= ?",
            (names.key(code), day),
            "ORDER BY date DESC LIMIT 1",
        )
        return rows[0] if rows else None

    def read(self, work: "Work", code: str, day: str) -> Body:
        """Answer ``GET /exchangerate``; raise 6000 for the home currency."""
        self._check(work, code)
        found = self.row(work, code, day)
        body = found or self._row(work, code, day, 1)
        shown = ExchangeRate().present(work, body)
        shown.setdefault("MetaData", {"LastUpdatedTime": work.stamp()})
        return {**shown, "AsOfDate": day}

    def write(self, work: "Work", sent: Body) -> Body:
        """Keep a rate; raise 2020 when a part is missing."""
        for name in ("SourceCurrencyCode", "Rate", "AsOfDate"):
            if sent.get(name) in (None, ""):
                raise missing(name)
        code, day = sent["SourceCurrencyCode"], str(sent["AsOfDate"])[:10]
        self._check(work, code)
        if decimal(sent["Rate"]) <= 0:
            raise Refusal("2110", f"Invalid Decimal : Rate = {sent['Rate']}")
        row = self.row(work, code, date.fromisoformat(day).isoformat())
        handler = ExchangeRate()
        if row and row["AsOfDate"] == day:
            row["Rate"] = sent["Rate"]
            return handler.present(work, work.save(handler, row, operation=""))
        made = self._row(work, code, day, sent["Rate"])
        return handler.present(work, work.insert(handler, made))

    def _row(self, work: "Work", code: str, day: str, rate: Any) -> Body:
        return {
            "SourceCurrencyCode": code,
            "TargetCurrencyCode": work.company.currencies.home,
            "Rate": rate,
            "AsOfDate": day,
        }

    def _check(self, work: "Work", code: str) -> None:
        if not work.preference("CurrencyPrefs.MultiCurrencyEnabled"):
            raise Refusal("5030", "Feature Not Supported Error : multicurrency is off")
        if code == work.company.currencies.home:
            raise business("The source currency is the home currency.")
        if code not in CURRENCIES:
            raise Refusal("2220", f"Invalid Currency Type : {code}")
