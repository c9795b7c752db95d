"""Name the accounts, terms, payment methods and items a company starts with."""

ACCOUNTS = tuple(
    {"Name": name, "AccountType": kind, "AccountSubType": subtype}
    for name, kind, subtype in (
        ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
        ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
        ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
        ("Inventory Asset", "Other Current Asset", "Inventory"),
        ("Prepaid Expenses", "Other Current Asset", "PrepaidExpenses"),
        ("Checking", "Bank", "Checking"),
        ("Savings", "Bank", "Savings"),
        ("Company Card", "Credit Card", "CreditCard"),
        ("Sales Tax Payable", "Other Current Liability", "GlobalTaxPayable"),
        ("Loan Payable", "Other Current Liability", "OtherCurrentLiabilities"),
        ("Notes Payable", "Long Term Liability", "OtherLongTermLiabilities"),
        ("Equipment", "Fixed Asset", "MachineryAndEquipment"),
        ("Opening Balance Equity", "Equity", "OpeningBalanceEquity"),
        ("Retained Earnings", "Equity", "RetainedEarnings"),
        ("Sales", "Income", "SalesOfProductIncome"),
        ("Sales of Product Income", "Income", "SalesOfProductIncome"),
        ("Services", "Income", "ServiceFeeIncome"),
        ("Discounts given", "Income", "DiscountsRefundsGiven"),
        ("Shipping Income", "Income", "SalesOfProductIncome"),
        ("Uncategorized Income", "Income", "ServiceFeeIncome"),
        ("Interest Earned", "Other Income", "InterestEarned"),
        ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
        ("Advertising", "Expense", "AdvertisingPromotional"),
        ("Bank Charges", "Expense", "BankCharges"),
        ("Office Expenses", "Expense", "OfficeGeneralAdministrativeExpenses"),
        ("Rent or Lease", "Expense", "RentOrLeaseOfBuildings"),
        ("Travel", "Expense", "Travel"),
        ("Utilities", "Expense", "Utilities"),
        ("Exchange Gain or Loss", "Other Expense", "ExchangeGainOrLoss"),
        ("Miscellaneous", "Other Expense", "OtherMiscellaneousExpense"),
    )
)
TERMS = (
    {"Name": "Due on receipt", "DueDays": 0},
    {"Name": "Net 10", "DueDays": 10},
    {"Name": "Net 15", "DueDays": 15},
    {"Name": "Net 30", "DueDays": 30},
    {"Name": "Net 60", "DueDays": 60},
    {"Name": "2% 10 Net 30", "DueDays": 30, "DiscountDays": 10, "DiscountPercent": 2},
    {"Name": "End of next month", "DayOfMonthDue": 31, "DueNextMonthDays": 1},
)
PAYMENT_METHODS = (
    {"Name": "Cash"},
    {"Name": "Check"},
    {"Name": "Credit Card", "Type": "CREDIT_CARD"},
    {"Name": "Bank Transfer"},
)
ITEMS = (
    {"Name": "Services", "Type": "Service", "IncomeAccountRef": "Services"},
    {"Name": "Hours", "Type": "Service", "IncomeAccountRef": "Services"},
    {
        "Name": "Goods",
        "Type": "NonInventory",
        "Taxable": True,
        "IncomeAccountRef": "Sales of Product Income",
        "ExpenseAccountRef": "Cost of Goods Sold",
    },
)
# What the sample company of the service has besides: income by kind of work, cards,
# a truck. (name, type, sub-type, parent)
SANDBOX_ACCOUNTS = tuple(
    {
        "Name": name,
        "AccountType": kind,
        "AccountSubType": subtype,
        **({"Parent": parent} if parent else {}),
    }
    for name, kind, subtype, parent in (
        ("Mastercard", "Credit Card", "CreditCard", ""),
        ("Visa", "Credit Card", "CreditCard", ""),
        ("Truck", "Fixed Asset", "Vehicles", ""),
        ("Original Cost", "Fixed Asset", "Vehicles", "Truck"),
        ("Depreciation", "Fixed Asset", "AccumulatedDepreciation", "Truck"),
        ("Billable Expense Income", "Income", "ServiceFeeIncome", ""),
        ("Design income", "Income", "OtherPrimaryIncome", ""),
        ("Fees Billed", "Income", "ServiceFeeIncome", ""),
        ("Landscaping Services", "Income", "OtherPrimaryIncome", ""),
        ("Job Materials", "Income", "OtherPrimaryIncome", "Landscaping Services"),
        ("Labor", "Income", "OtherPrimaryIncome", "Landscaping Services"),
        ("Pest Control Services", "Income", "OtherPrimaryIncome", ""),
        ("Refunds-Allowances", "Income", "DiscountsRefundsGiven", ""),
        ("Unapplied Cash Payment Income", "Income", "UnappliedCashPaymentIncome", ""),
        ("Automobile", "Expense", "Auto", ""),
        ("Fuel", "Expense", "Auto", "Automobile"),
        ("Insurance", "Expense", "Insurance", ""),
        ("Legal & Professional Fees", "Expense", "LegalProfessionalFees", ""),
        ("Maintenance and Repair", "Expense", "RepairMaintenance", ""),
        ("Meals and Entertainment", "Expense", "EntertainmentMeals", ""),
        ("Uncategorized Expense", "Expense", "OtherMiscellaneousServiceCost", ""),
        ("Uncategorized Asset", "Other Current Asset", "OtherCurrentAssets", ""),
    )
)
