"""Know each entity's rules; one handler per entity."""

from ..faults import Refusal
from .account import Account
from .attachable import Attachable
from .base import Handler
from .deposit import Deposit
from .estimate import Estimate, ReimburseCharge, TimeActivity
from .item import Item
from .journal import JournalEntry
from .lists import Class, Department, PaymentMethod, Term
from .payment import Payment
from .people import Customer, Employee, Vendor
from .purchases import (
    Bill,
    BillPayment,
    Budget,
    Purchase,
    PurchaseOrder,
    VendorCredit,
)
from .recurring import RecurringTransaction
from .refund import RefundReceipt
from .sales import CreditMemo, Invoice, SalesReceipt
from .settings import CompanyCurrency, CompanyInfo, ExchangeRate, Preferences
from .taxlists import TaxAgency, TaxCode, TaxRate
from .transfer import Transfer

ALL = (
    Account, Attachable, Class, CompanyCurrency, CompanyInfo, CreditMemo, Customer,
    Department, Deposit, Employee, Estimate, ExchangeRate, Invoice, Item, JournalEntry,
    Payment, PaymentMethod, Preferences, RefundReceipt, ReimburseCharge, SalesReceipt,
    TaxAgency, TaxCode, TaxRate, Term, TimeActivity, Transfer, Vendor,
    Bill, BillPayment, Budget, Purchase, PurchaseOrder, RecurringTransaction,
    VendorCredit,
)  # fmt: skip
HANDLERS: dict[str, Handler] = {kind.entity.lower(): kind() for kind in ALL}


def handler_of(name: str) -> Handler:
    """Return the handler of an entity; raise 2000 for one that is unknown."""
    found = HANDLERS.get(name.lower())
    if found is None:
        raise Refusal("2000", f"Object Name:{name} specified is unsupported or invalid")
    return found
