"""Write the preferences a company starts with."""

from typing import TYPE_CHECKING

from ..books.rows import Body

if TYPE_CHECKING:
    from .book import Profile

MESSAGE = "Thank you for your business and have a great day!"


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
        "SalesFormsPrefs": sales_forms(),
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
            "POCustomField": [{"CustomField": _switches("PurchasePrefs.UsePurchase")}],
        },
        "TaxPrefs": _taxes(profile),
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": False,
            "HomeCurrency": {"value": profile.currency},
        },
        "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
        "OtherPrefs": {"NameValue": _others(profile)},
    }


def _others(profile: "Profile") -> list[Body]:
    """Return the switches that every recorded company has."""
    us = profile.country == "US"
    values = {
        "SalesFormsPrefs.DefaultCustomerMessage": MESSAGE,
        "VendorAndPurchasesPrefs.UseCustomTxnNumbers": "false",
        "SalesFormsPrefs.DefaultItem": "1",
        "DTXCopyMemo": "false",
        "SFCEnabled": "true",
        "DataPartner": "false",
        "Vendor1099Enabled": str(us).lower(),
        "TimeTrackingFeatureEnabled": "true",
        "FDPEnabled": "false",
        "ProjectsEnabled": "true",
        "DateFormat": "Month Date Year separated by a slash",
        "NumberFormat": "US Number Format",
        "WarnDuplicateCheckNumber": "true",
        "WarnDuplicateBillNumber": "false",
        "SignoutInactiveMinutes": "60",
        "AccountingInfoPrefs.ShowAccountNumbers": "false",
    }
    return [{"Name": name, "Value": value} for name, value in values.items()]


def _switches(prefix: str) -> list[Body]:
    """Return the three switches of custom fields, all off."""
    return [
        {
            "Name": f"{prefix}Custom{number}",
            "Type": "BooleanType",
            "BooleanValue": False,
        }
        for number in (1, 2, 3)
    ]


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
        "TaxForm": "6" if profile.country == "US" else "0",
    }


def sales_forms() -> Body:
    """Return the preferences of sales documents."""
    return {
        "CustomTxnNumbers": False,
        "EmailCopyToCompany": False,
        "ETransactionEnabledStatus": "NotApplicable",
        "ETransactionAttachPDF": False,
        "UsingPriceLevels": False,
        "UsingProgressInvoicing": True,
        "DefaultCustomerMessage": MESSAGE,
        "AllowDeposit": False,
        "AllowDiscount": True,
        "AllowEstimates": True,
        "AllowServiceDate": False,
        "AllowShipping": False,
        "AutoApplyCredit": False,
        "AutoApplyPayments": False,
        "ETransactionPaymentEnabled": False,
        "IPNSupportEnabled": False,
        "CustomField": [{"CustomField": _switches("SalesFormsPrefs.UseSales")}],
    }


def _taxes(profile: "Profile") -> Body:
    taxes: Body = {"UsingSalesTax": True}
    if profile.tax_engine == "ast":
        taxes["PartnerTaxEnabled"] = True
    if profile.country == "US":
        taxes["PaySalesTax"] = "Quarterly"
    return taxes
