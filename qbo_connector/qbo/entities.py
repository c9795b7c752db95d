"""Know the facts of every QuickBooks type, as data.

Sources: the reference pages of the accounting API and live probes. What is not
confirmed (voiding a credit memo) counts as not possible.
"""

from dataclasses import dataclass

LIST = "list"
TRANSACTION = "transaction"
SETTING = "setting"

VOID_BY_OPERATION = "operation"  # ?operation=void
VOID_BY_INCLUDE = "include"  # ?operation=update&include=void


@dataclass(frozen=True)
class Entity:
    """Describe one type.

    ``wave``: lower ones are pushed first, for the later ones refer to them.
    ``void``: how it is voided, "" when it cannot be. ``columns``: what a query must
    name to get all. ``name_key`` is the unique name of a list entity, ``number_key``
    the human number of a document; either may be "".
    """

    name: str
    kind: str
    wave: int = 0
    name_key: str = ""
    number_key: str = ""
    has_active: bool = False
    can_delete: bool = False
    void: str = ""
    in_cdc: bool = True
    columns: str = "*"
    name_limit: int = 0

    @property
    def path(self) -> str:
        """Return the segment of the address."""
        return self.name.lower()


def _list(name: str, wave: int, name_key: str = "Name", **facts: object) -> Entity:
    limit = facts.pop("name_limit", 100)
    return Entity(
        name,
        LIST,
        wave,
        name_key=name_key,
        name_limit=limit,  # type: ignore[arg-type]
        has_active=True,
        **facts,  # type: ignore[arg-type]
    )


def _document(name: str, wave: int, **facts: object) -> Entity:
    facts.setdefault("number_key", "DocNumber")
    return Entity(
        name,
        TRANSACTION,
        wave,
        can_delete=True,
        **facts,  # type: ignore[arg-type]
    )


_ALL = (
    _list("Account", 0),
    _list("Class", 0),
    _list("Department", 0),
    _list("Term", 0, name_limit=31),
    _list("PaymentMethod", 0, name_limit=15),
    _list("TaxCode", 0, in_cdc=False),
    _list("TaxRate", 0, in_cdc=False),
    Entity("TaxAgency", LIST, name_key="DisplayName", name_limit=100, in_cdc=False),
    Entity("CompanyCurrency", LIST, name_key="Code", name_limit=3, has_active=True),
    _list("Customer", 1, "DisplayName", name_limit=500),
    _list("Vendor", 1, "DisplayName", name_limit=500),
    _list("Employee", 1, "DisplayName", name_limit=500),
    _list("Item", 2, columns="*, Sku"),
    _document("Estimate", 3),
    _document("Invoice", 3, void=VOID_BY_OPERATION),
    _document("CreditMemo", 3),
    _document("SalesReceipt", 3, void=VOID_BY_INCLUDE),
    _document("RefundReceipt", 3),
    _document("Bill", 3),
    _document("VendorCredit", 3),
    _document("Purchase", 3),
    _document("JournalEntry", 3),
    _document(
        "Payment",
        4,
        number_key="PaymentRefNum",
        void=VOID_BY_INCLUDE,
    ),
    _document("BillPayment", 4, void=VOID_BY_INCLUDE),
    _document("Deposit", 5, number_key=""),
    Entity("Attachable", TRANSACTION, 6, can_delete=True),
    Entity("ExchangeRate", SETTING, in_cdc=False),
    Entity("CompanyInfo", SETTING, in_cdc=False),
    Entity("Preferences", SETTING, in_cdc=False),
)
ENTITIES: dict[str, Entity] = {entity.name: entity for entity in _ALL}
_BY_PATH = {entity.path: entity for entity in _ALL}


def get(name: str) -> Entity:
    """Return the facts of a type; one that is not in the table is a plain object."""
    return ENTITIES.get(name) or Entity(name, TRANSACTION, in_cdc=False)


def by_path(path: str) -> str:
    """Return the proper spelling of a lower-case type name, "" when unknown."""
    entity = _BY_PATH.get(path.lower())
    return entity.name if entity else ""
