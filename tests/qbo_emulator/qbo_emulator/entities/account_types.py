"""Name the types of accounts and the sub-types that fit each (the reference).

The first of each is what an account gets that names none.
"""

_BY_TYPE = {
    "Bank": """
        CashOnHand Checking MoneyMarket RentsHeldInTrust Savings TrustAccounts
        CashAndCashEquivalents OtherEarMarkedBankAccounts
        """,
    "Accounts Receivable": "AccountsReceivable",
    "Other Current Asset": """
        EmployeeCashAdvances AllowanceForBadDebts DevelopmentCosts OtherCurrentAssets
        Inventory Investment_MortgageRealEstateLoans Investment_Other
        Investment_TaxExemptSecurities Investment_USGovernmentObligations
        LoansToOfficers LoansToOthers LoansToStockholders PrepaidExpenses Retainage
        UndepositedFunds AssetsAvailableForSale BalWithGovtAuthorities
        CalledUpShareCapitalNotPaid ExpenditureAuthorisationsAndLettersOfCredit
        GlobalTaxDeferred GlobalTaxRefund InternalTransfers OtherConsumables
        ProvisionsCurrentAssets ShortTermInvestmentsInRelatedParties
        ShortTermLoansAndAdvancesToRelatedParties TradeAndOtherReceivables
        """,
    "Fixed Asset": """
        FurnitureAndFixtures AccumulatedDepletion AccumulatedDepreciation
        DepletableAssets FixedAssetComputers FixedAssetCopiers FixedAssetFurniture
        FixedAssetPhone FixedAssetPhotoVideo FixedAssetSoftware
        FixedAssetOtherToolsEquipment Land LeaseholdImprovements OtherFixedAssets
        AccumulatedAmortization Buildings IntangibleAssets MachineryAndEquipment
        Vehicles AssetsInCourseOfConstruction CapitalWip
        CumulativeDepreciationOnIntangibleAssets IntangibleAssetsUnderDevelopment
        LandAsset NonCurrentAssets ParticipatingInterests ProvisionsFixedAssets
        """,
    "Other Asset": """
        Licenses LeaseBuyout OtherLongTermAssets SecurityDeposits
        AccumulatedAmortizationOfOtherAssets Goodwill OrganizationalCosts
        AssetsHeldForSale AvailableForSaleFinancialAssets DeferredTax Investments
        LongTermInvestments LongTermLoansAndAdvancesToRelatedParties
        OtherIntangibleAssets OtherLongTermInvestments OtherLongTermLoansAndAdvances
        PrepaymentsAndAccruedIncome ProvisionsNonCurrentAssets
        """,
    "Accounts Payable": """
        AccountsPayable OutstandingDuesMicroSmallEnterprise
        OutstandingDuesOtherThanMicroSmallEnterprise
        """,
    "Credit Card": "CreditCard",
    "Other Current Liability": """
        OtherCurrentLiabilities DirectDepositPayable LineOfCredit LoanPayable
        GlobalTaxPayable GlobalTaxSuspense PayrollClearing PayrollTaxPayable
        PrepaidExpensesPayable RentsInTrustLiability TrustAccountsLiabilities
        FederalIncomeTaxPayable InsurancePayable SalesTaxPayable
        StateLocalIncomeTaxPayable AccruedLiabilities CurrentLiabilities
        CurrentPortionEMployeeBenefitsObligations
        CurrentPortionOfObligationsUnderFinanceLeases CurrentTaxLiability
        DividendsPayable DutiesAndTaxes InterestPayables
        ProvisionForWarrantyObligations ProvisionsCurrentLiabilities
        ShortTermBorrowings SocialSecurityAgencies StaffAndRelatedLiabilityAccounts
        SundryDebtorsAndCreditors TradeAndOtherPayables
        """,
    "Long Term Liability": """
        OtherLongTermLiabilities NotesPayable ShareholderNotesPayable
        AccrualsAndDeferredIncome AccruedLongLermLiabilities AccruedVacationPayable
        BankLoans DebtsRelatedToParticipatingInterests DeferredTaxLiabilities
        GovernmentAndOtherPublicAuthorities GroupAndAssociates
        LiabilitiesRelatedToAssetsHeldForSale LongTermBorrowings LongTermDebit
        LongTermEmployeeBenefitObligations ObligationsUnderFinanceLeases
        OtherLongTermProvisions ProvisionForLiabilities
        ProvisionsNonCurrentLiabilities StaffAndRelatedLongTermLiabilityAccounts
        """,
    "Equity": """
        OpeningBalanceEquity PartnersEquity RetainedEarnings AccumulatedAdjustment
        OwnersEquity PaidInCapitalOrSurplus PartnerContributions PartnerDistributions
        PreferredStock CommonStock TreasuryStock EstimatedTaxes Healthcare
        PersonalIncome PersonalExpense AccumulatedOtherComprehensiveIncome
        CalledUpShareCapital CapitalReserves DividendDisbursed
        EquityInEarningsOfSubsiduaries InvestmentGrants
        MoneyReceivedAgainstShareWarrants OtherFreeReserves
        ShareApplicationMoneyPendingAllotment ShareCapital Funds
        """,
    "Income": """
        SalesOfProductIncome NonProfitIncome OtherPrimaryIncome ServiceFeeIncome
        DiscountsRefundsGiven UnappliedCashPaymentIncome CashReceiptIncome
        OperatingGrants OtherCurrentOperatingIncome OwnWorkCapitalized RevenueGeneral
        SalesRetail SalesWholesale SavingsByTaxScheme
        """,
    "Other Income": """
        OtherMiscellaneousIncome DividendIncome InterestEarned OtherInvestmentIncome
        TaxExemptInterest GainLossOnSaleOfFixedAssets GainLossOnSaleOfInvestments
        LossOnDisposalOfAssets OtherOperatingIncome UnrealisedLossOnSecuritiesNetOfTax
        """,
    "Cost of Goods Sold": """
        SuppliesMaterialsCogs EquipmentRentalCos OtherCostsOfServiceCos
        ShippingFreightDeliveryCos CostOfLaborCos CostOfSales FreightAndDeliveryCost
        """,
    "Expense": """
        OtherMiscellaneousServiceCost AdvertisingPromotional BadDebts BankCharges
        CharitableContributions CommissionsAndFees Entertainment EntertainmentMeals
        EquipmentRental FinanceCosts GlobalTaxExpense Insurance InterestPaid
        LegalProfessionalFees OfficeExpenses OfficeGeneralAdministrativeExpenses
        OtherBusinessExpenses PromotionalMeals RentOrLeaseOfBuildings
        RepairMaintenance ShippingFreightDelivery SuppliesMaterials Travel TravelMeals
        Utilities Auto CostOfLabor DuesSubscriptions PayrollExpenses TaxesPaid
        UnappliedCashBillPaymentExpense AmortizationExpense
        AppropriationsToDepreciation BorrowingCost DistributionCosts ExternalServices
        ExtraordinaryCharges IncomeTaxExpense LossOnDiscontinuedOperationsNetOfTax
        ManagementCompensation OtherCurrentOperatingCharges OtherExternalServices
        OtherRentalCosts OtherSellingExpenses ProjectStudiesSurveysAssessments
        PurchasesRebates ShippingAndDeliveryExpense StaffCosts Sundry
        TravelExpensesGeneralAndAdminExpenses TravelExpensesSellingExpense
        """,
    "Other Expense": """
        OtherMiscellaneousExpense Depreciation ExchangeGainOrLoss PenaltiesSettlements
        Amortization GasAndFuel HomeOffice HomeOwnerRentalInsurance
        OtherHomeOfficeExpenses MortgageInterest RentAndLease RepairsAndMaintenance
        ParkingAndTolls Vehicle VehicleInsurance VehicleLease VehicleLoanInterest
        VehicleLoan VehicleRegistration VehicleRepairs OtherVehicleExpenses Utilities
        WashAndRoadServices DeferredTaxExpense Depletion ExceptionalItems
        ExtraordinaryItems IncomeTaxOtherExpense MatCredit PriorPeriodItems
        TaxRoundoffGainOrLoss
        """,
}
SUBTYPES = {kind: tuple(text.split()) for kind, text in _BY_TYPE.items()}
CLASSES = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}
# Only what is owned or owed can be in another currency (unconfirmed: stricter).
FOREIGN = tuple(
    kind for kind, side in CLASSES.items() if side in ("Asset", "Liability")
)


def type_of(subtype: str) -> str | None:
    """Return the type a sub-type names by itself, or None for no such sub-type."""
    return next((kind for kind, all_ in SUBTYPES.items() if subtype in all_), None)
