"""Write the preferences a company starts with."""

from typing import TYPE_CHECKING

from ..books import Body

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
        "EmailMessagesPrefs": {
            "InvoiceMessage": {
                "Subject": "Invoice from {companyname}",
                "Message": "Your invoice is attached.",
            }
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
                    "Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers",
                    "Value": "false",
                }
            ]
        },
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
