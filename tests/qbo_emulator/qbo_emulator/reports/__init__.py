"""Draw reports from the ledger, in the shape of the API: columns and rows."""

from ..books.rows import Body
from ..books.work import Work
from ..faults import Refusal
from . import listings, parties, statements, taxes
from .period import Period

VENDORS = (
    "VendorBalance", "VendorBalanceDetail", "AgedPayables", "AgedPayableDetail",
    "VendorExpenses",
)  # fmt: skip
REPORTS = {
    "trialbalance": statements.trial_balance,
    "balancesheet": statements.balance_sheet,
    "profitandloss": statements.profit_and_loss,
    "generalledger": statements.general_ledger,
    "agedreceivables": parties.aged_receivables,
    "customerbalance": parties.customer_balance,
    "taxsummary": taxes.tax_summary,
    "transactionlist": listings.transaction_list,
    "customersales": listings.customer_sales,
    "itemsales": listings.item_sales,
    "inventoryvaluationsummary": listings.inventory_valuation,
    **{name.lower(): listings.vendors(name) for name in VENDORS},
}


def report(work: Work, name: str, params: dict[str, str]) -> Body:
    """Return a report; raise 4001 for an unknown one or a bad parameter."""
    drawn = REPORTS.get(name.lower())
    if drawn is None:
        raise Refusal("2000", f"Report Name:{name} specified is unsupported or invalid")
    return drawn(work, Period.of(work, params))
