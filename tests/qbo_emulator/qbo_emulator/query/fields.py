"""Name the properties that can be filtered and sorted by, per entity.

What Intuit's reference confirms (and recorded calls show) is allowed; the
rest answers 4001, which is the stricter reading.
"""

from ..entities.base import Handler

TIMES = ("MetaData.CreateTime", "MetaData.LastUpdatedTime")
PERSON = (
    "DisplayName", "GivenName", "MiddleName", "FamilyName", "CompanyName", "Suffix",
    "Title", "PrintOnCheckName", "PrimaryEmailAddr", "Active", "Balance",
)  # fmt: skip
SALES = (
    "CustomerRef", "DocNumber", "TxnDate", "DueDate", "TotalAmt", "Balance",
    "SalesTermRef", "ProjectRef",
)  # fmt: skip
LIST = ("Name", "Active", "FullyQualifiedName", "ParentRef")
PURCHASE = ("VendorRef", "DocNumber", "TxnDate", "TotalAmt")
FIELDS: dict[str, tuple[str, ...]] = {
    "Customer": (
        *PERSON, "FullyQualifiedName", "BalanceWithJobs", "Job", "ParentRef", "Taxable",
    ),
    "Vendor": (*PERSON, "AcctNum", "Vendor1099"),
    "Employee": PERSON,
    "Item": (
        *LIST, "Sku", "Type", "Description", "UnitPrice", "Taxable", "QtyOnHand",
        "SubItem",
    ),
    "Account": (
        *LIST, "AccountType", "AccountSubType", "Classification", "CurrentBalance",
        "CurrentBalanceWithSubAccounts", "AcctNum", "SubAccount",
    ),
    "Class": LIST,
    "Department": LIST,
    "Term": ("Name", "Active", "Type", "DueDays"),
    "PaymentMethod": ("Name", "Active", "Type"),
    "TaxCode": ("Name", "Active", "Description", "Taxable", "TaxGroup"),
    "TaxRate": ("Name", "Active", "Description", "RateValue", "AgencyRef"),
    "TaxAgency": ("DisplayName",),
    "CompanyCurrency": ("Code", "Name", "Active"),
    "ExchangeRate": ("SourceCurrencyCode", "AsOfDate"),
    "CompanyInfo": ("CompanyName", "Country"),
    "Preferences": (),
    "Invoice": SALES,
    "CreditMemo": SALES,
    "SalesReceipt": (*SALES, "PaymentRefNum", "PaymentMethodRef"),
    "Payment": (
        "CustomerRef", "TxnDate", "TotalAmt", "PaymentRefNum", "ProjectRef",
        "UnappliedAmt", "PaymentMethodRef",
    ),
    "Bill": (*PURCHASE, "DueDate", "Balance", "SalesTermRef"),
    "BillPayment": PURCHASE,
    "Purchase": ("DocNumber", "TxnDate", "TotalAmt", "PaymentType"),
    "PurchaseOrder": PURCHASE,
    "VendorCredit": PURCHASE,
    "RecurringTransaction": ("Type", "Name"),
    "Budget": ("Name", "StartDate", "EndDate"),
    "RefundReceipt": (*SALES, "PaymentRefNum", "PaymentMethodRef"),
    "Estimate": (*SALES, "TxnStatus"),
    "Deposit": ("TxnDate", "TotalAmt", "DepositToAccountRef"),
    "JournalEntry": ("TxnDate", "DocNumber", "TotalAmt"),
    "Transfer": ("TxnDate", "Amount"),
    "TimeActivity": (
        "TxnDate", "EmployeeRef", "VendorRef", "CustomerRef", "BillableStatus",
    ),
    "ReimburseCharge": ("TxnDate", "CustomerRef"),
    "Attachable": (
        "AttachableRef.EntityRef.Type", "AttachableRef.EntityRef.Value",
        "FileName", "Category", "Note", "Size", "Tag", "ContentType", "PlaceName",
        "Lat", "Long",
    ),
}  # fmt: skip
# Properties that are columns of the table of objects.
COLUMNS = {
    "MetaData.CreateTime": "created",
    "MetaData.LastUpdatedTime": "updated",
    "Active": "active",
    "TxnDate": "date",
    "DocNumber": "number",
    "CustomerRef": "party",
}
# Properties whose comparable value lies deeper.
INSIDE = {"o:ReferenceType": "value", "o:EmailAddress": "Address"}


def names(handler: Handler) -> dict[str, str]:
    """Return {lower-case name: name} of what can be filtered and sorted by."""
    known = ("Id", *TIMES, *FIELDS.get(handler.entity, ()))
    return {name.lower(): name for name in known}
