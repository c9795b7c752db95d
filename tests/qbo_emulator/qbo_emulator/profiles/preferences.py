"""Write the preferences a company starts with."""

from typing import TYPE_CHECKING

from ..books.rows import Body

if TYPE_CHECKING:
    from .book import Profile


def preferences(profile: "Profile") -> Body:
    """Return the Preferences row of a new company."""
    return {
        "AccountingInfoPrefs": _accounting(profile),
        "ProductAndServicesPrefs": {
            "ForSales": True,
            "ForPurchase": True,
            "QuantityWithPriceAndRate": True,
            "QuantityOnHand": True,
        },
        "SalesFormsPrefs": _sales(),
        "EmailMessagesPrefs": _messages(),
        "TimeTrackingPrefs": {
            "UseServices": True,
            "BillCustomers": True,
            "ShowBillRateToAll": False,
            "WorkWeekStartDate": "Monday",
            "MarkTimeEntriesBillable": True,
        },
        "VendorAndPurchasesPrefs": {
            "TrackingByCustomer": True,
            "BillableExpenseTracking": True,
        },
        "TaxPrefs": _taxes(profile),
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": False,
            "HomeCurrency": {"value": profile.currency},
        },
        "ReportPrefs": {"ReportBasis": "Accrual"},
        "OtherPrefs": {
            "NameValue": [
                {
                    "Name": "SalesFormsPrefs.DefaultCustomerMessage",
                    "Value": "Thank you for your business.",
                },
                {
                    "Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers",
                    "Value": "false",
                },
            ]
        },
    }


def _messages() -> Body:
    kinds = ("Invoice", "Estimate", "SalesReceipt", "Statement")
    return {
        f"{kind}Message": {
            "Subject": f"{kind} from {{companyname}}",
            "Message": f"Your {kind} is attached.",
        }
        for kind in kinds
    }


def _accounting(profile: "Profile") -> Body:
    return {
        "UseAccountNumbers": False,
        "TrackDepartments": False,
        "DepartmentTerminology": "Location",
        "ClassTrackingPerTxn": False,
        "ClassTrackingPerTxnLine": False,
        "CustomerTerminology": "Customers",
        "FirstMonthOfFiscalYear": profile.facts.get("fiscal_start", "January"),
        "TaxYearMonth": "January",
    }


def _sales() -> Body:
    on = {"UseSalesCustom1": False, "UseSalesCustom2": False, "UseSalesCustom3": False}
    switches = [
        {
            "Name": f"SalesFormsPrefs.{name}",
            "Type": "BooleanType",
            "BooleanValue": value,
        }
        for name, value in on.items()
    ]
    return {
        "CustomTxnNumbers": False,
        "AllowDeposit": False,
        "AllowDiscount": True,
        "AllowEstimates": True,
        "AllowServiceDate": False,
        "AllowShipping": False,
        "AutoApplyCredit": False,
        "AutoApplyPayments": False,
        "ETransactionPaymentEnabled": False,
        "IPNSupportEnabled": False,
        "CustomField": [{"CustomField": switches}],
    }


def _taxes(profile: "Profile") -> Body:
    taxes: Body = {"UsingSalesTax": True}
    if profile.tax_engine == "ast":
        taxes["PartnerTaxEnabled"] = True
    if profile.country == "US":
        taxes["PaySalesTax"] = "Quarterly"
    return taxes
