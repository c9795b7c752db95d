"""Tax codes, rates and agencies, and the service that makes codes."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import names
from ..books.money import decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

NO_TOKEN = ("TAX", "NON", "CustomSalesTax")


class TaxList(Handler):
    """Share what tax lists have in common: read only, not in CDC."""

    operations = frozenset()
    in_cdc = False

    def columns(self, body: Body) -> dict[str, Any]:
        return {"name": names.key(body["Name"])}


class TaxCode(TaxList):
    """Know tax codes; US companies also list TAX, NON and CustomSalesTax."""

    entity = "TaxCode"

    def present(self, work: "Work", body: Body) -> Body:
        if body["Id"] not in NO_TOKEN:
            return body
        return {key: body[key] for key in body if key != "SyncToken"}


class TaxRate(TaxList):
    """Know tax rates."""

    entity = "TaxRate"


class TaxAgency(Handler):
    """Know tax agencies; a client can add one."""

    entity = "TaxAgency"
    operations = frozenset({"create"})
    required: ClassVar[tuple[str, ...]] = ("DisplayName",)
    in_cdc = False
    has_active = False
    read_only = frozenset(
        {
            "TaxTrackedOnSales", "TaxTrackedOnPurchases", "TaxRegistrationNumber",
            "LastFileDate", "TaxAgencyConfig",
        }
    )  # fmt: skip

    def columns(self, body: Body) -> dict[str, Any]:
        return {"name": names.key(body["DisplayName"])}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        names.refuse_duplicate(
            work, ("TaxAgency",), "TaxAgency", body, body["DisplayName"]
        )
        body["TaxTrackedOnSales"] = True
        body["TaxTrackedOnPurchases"] = work.company.tax_engine == "codes"


def create_code(work: "Work", sent: Body) -> Body:
    """Make a tax code, and the rates it needs, as ``/taxservice/taxcode`` does.

    Raise 6240 for a name that is taken, 2020 for something missing.
    """
    if not sent.get("TaxCode"):
        raise missing("TaxCode")
    if not sent.get("TaxRateDetails"):
        raise missing("TaxRateDetails")
    _refuse_taken(work, "TaxCode", sent["TaxCode"])
    details = [_rate(work, detail) for detail in sent["TaxRateDetails"]]
    body: Body = {"Name": sent["TaxCode"], "Description": sent["TaxCode"]}
    body.update(Active=True, Hidden=False, Taxable=True, TaxGroup=True)
    body["TaxCodeConfigType"] = "USER_DEFINED"
    for side in ("Sales", "Purchase"):
        rates = [rate for rate in details if rate.get("TaxApplicableOn") == side]
        body[f"{side}TaxRateList"] = {
            "TaxRateDetail": [_detail(work, rate["TaxRateId"]) for rate in rates]
        }
    work.insert(TaxCode(), body)
    code = {"TaxCode": body["Name"], "TaxCodeId": body["Id"]}
    return {**code, "TaxRateDetails": details}


def rate_detail(rate_id: str, name: str, order: int = 0) -> Body:
    """Return an entry of a tax code's list of rates."""
    return {
        "TaxRateRef": {"value": rate_id, "name": name},
        "TaxTypeApplicable": "TaxOnAmount",
        "TaxOrder": order,
    }


def _detail(work: "Work", rate_id: str) -> Body:
    row = work.books.get("TaxRate", rate_id) or {}
    return rate_detail(rate_id, row.get("Name", ""))


def _rate(work: "Work", sent: Body) -> Body:
    side = sent.get("TaxApplicableOn", "Sales")
    if sent.get("TaxRateId"):
        if work.books.get("TaxRate", sent["TaxRateId"]) is None:
            raise Refusal("2500", f"Invalid Reference Id : {sent['TaxRateId']}")
        return {**sent, "TaxApplicableOn": side}
    for name in ("TaxRateName", "RateValue", "TaxAgencyId"):
        if sent.get(name) in (None, ""):
            raise missing(name)
    _refuse_taken(work, "TaxRate", sent["TaxRateName"])
    if work.books.get("TaxAgency", sent["TaxAgencyId"]) is None:
        raise Refusal("2500", f"Invalid Reference Id : {sent['TaxAgencyId']}")
    if not 0 <= decimal(sent["RateValue"]) <= 100:
        raise business("A tax rate must be from 0 to 100.")
    row = work.insert(TaxRate(), rate(work, sent, work.today.isoformat()))
    return {**sent, "TaxRateId": row["Id"], "TaxApplicableOn": side}


def rate(work: "Work", facts: Body, since: str) -> Body:
    """Return a TaxRate row; its rate holds from a moment on (the schema)."""
    moment = f"{since}T00:00:00{work.stamp()[-6:]}"
    effective = {"RateValue": facts["RateValue"], "EffectiveDate": moment}
    return {
        "Name": facts["TaxRateName"],
        "Description": facts["TaxRateName"],
        "Active": True,
        "RateValue": facts["RateValue"],
        "AgencyRef": {"value": facts["TaxAgencyId"]},
        "SpecialTaxType": "NONE",
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [effective],
    }


def _refuse_taken(work: "Work", entity: str, name: str) -> None:
    if work.books.named(entity, names.key(name) or ""):
        what = "tax rate" if entity == "TaxRate" else "tax code"
        detail = (
            f"The name supplied already exists. : Another {what} is already using "
            "this \nname. Please use a different name."
        )
        raise Refusal("6240", detail, element="")
