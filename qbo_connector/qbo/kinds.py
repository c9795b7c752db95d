"""Know what kind of value stands under a name, wherever it stands in an object.

Only names that mean the same in every type are listed, and only those that somebody
reads. What is not listed may be anything.
"""

NUMBER = "number"
WHOLE_NUMBER = "whole number"
FLAG = "flag"
TEXT = "text"
DAY = "day"
MOMENT = "moment"
OBJECT = "object"
LIST = "list"

_NUMBERS = """
    Amount AvgCost Balance BalanceWithJobs CreditLimit CurrentBalance
    CurrentBalanceWithSubAccounts Deposit DiscountAmt DiscountPercent DiscountRate
    ExchangeRate HomeBalance HomeTotalAmt NetAmountTaxable OpenBalance OverDueBalance
    Percent PurchaseCost Qty QtyOnHand Rate RatePercent RateValue RemainingCredit
    TaxAmount TaxInclusiveAmt TaxPercent TotalAmt TotalTax UnappliedAmt UnitPrice
"""
_WHOLE_NUMBERS = """
    DayOfMonthDue DiscountDayOfMonth DiscountDays DueDays DueNextMonthDays Level
    LineNum Size TaxOnTaxOrder TaxOrder
"""
_FLAGS = """
    Active BillWithParent BooleanValue ClassTrackingPerTxn ClassTrackingPerTxnLine
    CustomTxnNumbers Hidden IncludeOnSend IsProject Job MultiCurrencyEnabled
    PartnerTaxEnabled PercentBased ProcessPayment PurchaseTaxIncluded
    SalesTaxIncluded SubAccount SubItem TaxGroup Taxable TrackDepartments TrackQtyOnHand
    UsingSalesTax sparse
"""
_TEXTS = """
    AccountSubType AccountType AcctNum AltContactName BillableStatus City
    Classification Code CompanyName Country CountryCode CountrySubDivisionCode
    Description DetailType DisplayName DocNumber EmailStatus FamilyName FileName
    FreeFormNumber FullyQualifiedName GivenName GlobalTaxCalculation LegalName Line1
    Line2 Line3 Line4 Line5 MiddleName Name Note Notes PayType PaymentRefNum
    PaymentType PostalCode PostingType PreferredDeliveryMethod PrimaryTaxIdentifier
    PrintOnCheckName PrintStatus PrivateNote PurchaseDesc ResaleNum Sku StringValue
    Suffix TaxApplicableOn TaxIdentifier TaxTypeApplicable Title TxnId TxnType Type
    URI status
"""
_DAYS = """
    AsOfDate BookCloseDate DueDate ExpirationDate InvStartDate OpenBalanceDate
    ServiceDate ShipDate TxnDate
"""
_MOMENTS = "CreateTime DeliveryTime LastUpdatedTime"
_OBJECTS = """
    AccountBasedExpenseLineDetail AccountingInfoPrefs AlternatePhone BillAddr
    BillEmail CompanyAddr CurrencyPrefs CustomerMemo DeliveryInfo
    DepositLineDetail DiscountLineDetail Fax GroupLineDetail HomeCurrency
    ItemBasedExpenseLineDetail JournalEntryLineDetail LegalAddr MetaData Mobile
    PrimaryEmailAddr PrimaryPhone PurchaseTaxRateList SalesFormsPrefs
    SalesItemLineDetail SalesTaxRateList ShipAddr ShipFromAddr SubTotalLineDetail
    TaxLineDetail TaxPrefs TxnTaxDetail WebAddr
"""
_LISTS = """
    AttachableRef CustomField Line LinkedTxn NameValue TaxLine TaxRateDetail
"""
_BY_KIND = {
    NUMBER: _NUMBERS,
    WHOLE_NUMBER: _WHOLE_NUMBERS,
    FLAG: _FLAGS,
    TEXT: _TEXTS,
    DAY: _DAYS,
    MOMENT: _MOMENTS,
    OBJECT: _OBJECTS,
    LIST: _LISTS,
}
_BY_NAME = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}


def kind_of(name: str) -> str:
    """Return the kind of what stands under a name; "" when it may be anything."""
    kind = _BY_NAME.get(name, "")
    return kind or (OBJECT if name.endswith("Ref") else "")
