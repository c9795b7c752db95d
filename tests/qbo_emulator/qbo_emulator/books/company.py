"""Be one company: its books, its settings, and what people do in it."""

import json
import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..entities import handler_of
from ..entities.account import Accounts
from ..entities.settings import Rates
from ..faults import Refusal
from ..ledger.book import Ledger
from ..profiles import open_books, profile_of
from ..sales.balances import Balances
from . import operations
from .currency import Currencies
from .details import CustomFields, Dimensions, Numbers
from .money import dumps
from .rows import Body, Books
from .work import Work

if TYPE_CHECKING:
    from ..emulator import Emulator

VOIDABLE = ("Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt", "Payment")


class Company:
    """Offer the books of one realm, and the verbs of a person in QuickBooks.

    Verbs take and return plain JSON data. They follow the same rules as the
    API, but need no token, are not limited, and may do what only people can:
    merge, close the books, change closed periods.
    """

    def __init__(self, emulator: "Emulator", realm_id: str):
        row = emulator.store.row("SELECT * FROM companies WHERE realm = ?", (realm_id,))
        if row is None:
            raise KeyError(realm_id)
        self.emulator = emulator
        self.realm_id = realm_id
        self.profile = profile_of(row["profile"])
        self._data: dict[str, Any] = json.loads(row["data"])
        self._preferences: Body | None = None
        self.books = Books(emulator.store, realm_id)
        self.currencies = Currencies(self.profile.currency)
        self.balances = Balances()
        self.accounts = Accounts()
        self.ledger = Ledger()
        self.numbers = Numbers()
        self.dimensions = Dimensions()
        self.custom_fields = CustomFields()
        self.rates = Rates()

    @classmethod
    def open(
        cls,
        emulator: "Emulator",
        profile: str,
        realm_id: str | None,
        name: str | None,
        history: bool,
    ) -> "Company":
        """Open a company with the lists QuickBooks starts one with.

        With ``history`` it has been in business for three months.
        """
        realm_id = realm_id or str(random.randint(10**15, 10**16 - 1))
        known = profile_of(profile)
        data = {"name": name or known.name, "subscribed": True, "password": False}
        with emulator.store.transaction():
            emulator.store.execute(
                "INSERT INTO companies VALUES (?, ?, ?)",
                (realm_id, profile, json.dumps(data)),
            )
            company = cls(emulator, realm_id)
            open_books(company)
            if history:
                company._live()
        return company

    def _live(self) -> None:
        from ..profiles.history import History

        History(self).write()

    # ---- facts

    @property
    def name(self) -> str:
        """Return the company's name."""
        return str(self._data["name"])

    @property
    def zone(self) -> str:
        """Return the name of the company's time zone."""
        return self.profile.zone

    @property
    def country(self) -> str:
        """Return the company's country, ISO 3166."""
        return self.profile.country

    @property
    def tax_engine(self) -> str:
        """Return "manual", "ast" or "codes"."""
        return self.profile.tax_engine

    @property
    def address(self) -> Body:
        """Return the company's legal address."""
        return dict(self.profile.address)

    @property
    def subscribed(self) -> bool:
        """Tell whether the subscription is in order."""
        return bool(self._data["subscribed"])

    @property
    def books_password(self) -> bool:
        """Tell whether closed books need a password."""
        return bool(self._data["password"])

    def as_json(self) -> dict[str, Any]:
        """Describe the company for the control API."""
        return {
            "realm_id": self.realm_id,
            "name": self.name,
            "profile": self.profile.key,
            "country": self.country,
            "currency": self.profile.currency,
            "tax_engine": self.tax_engine,
            "zone": self.zone,
            "subscribed": self.subscribed,
            "books_password": self.books_password,
        }

    def preference(self, path: str) -> Any:
        """Return a preference by its dotted path, or None."""
        if self._preferences is None:
            self._preferences = self.books.get("Preferences", "1") or {}
        value: Any = self._preferences
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def forget_preferences(self) -> None:
        """Read the preferences anew at the next question."""
        self._preferences = None

    def service_item(self, work: Work) -> str:
        """Return the id of the service QuickBooks itself sells."""
        items = self.books.named("Item", "services")
        return str(items[0]["Id"])

    def exempt_code(self) -> str:
        """Return the tax code of lines without tax."""
        return self.profile.exempt_code

    def state_code(self, state: str) -> str | None:
        """Return the id of the tax code of a US state, or None."""
        found = self.books.named("TaxCode", f"ast {state}".lower())
        return found[0]["Id"] if found else None

    # ---- work

    def work(self, *, person: bool = False, options: Iterable[str] = ()) -> Work:
        """Begin a change at the emulator's present time."""
        now = self.emulator.clock.now()
        return Work(self, now, person, frozenset(options))

    def announce(self, work: Work) -> None:
        """Hand what happened to the webhooks."""
        for event in work.events:
            self.emulator.webhooks.note(
                self.realm_id,
                event.entity,
                event.qbo_id,
                event.operation,
                deleted_id=event.deleted_id,
            )

    def as_person(self, act: Callable[[Work], Body]) -> Body:
        """Let a person do something, all or nothing; return plain JSON data."""
        try:
            with self.emulator.store.transaction():
                work = self.work(person=True, options=("allowduplicatedocnum",))
                answer = plain(act(work))
                self.announce(work)
            return answer
        except Refusal:
            self.forget_preferences()
            raise

    # ---- verbs

    def get(self, entity: str, qbo_id: str) -> Body:
        """Return an object, active or not; raise Refusal 610."""
        return plain(operations.read(self.work(), entity, str(qbo_id)))

    def list(self, entity: str) -> list[Body]:
        """Return all objects of an entity, inactive ones included."""
        return plain(self.books.select(handler_of(entity).entity))

    def create(self, entity: str, payload: Body) -> Body:
        """Create an object."""
        return self.as_person(lambda work: operations.create(work, entity, payload))

    def edit(self, entity: str, qbo_id: str, changes: Body) -> Body:
        """Change some properties of an object, whatever its token."""

        def act(work: Work) -> Body:
            before = operations.read(work, entity, str(qbo_id))
            kept = handler_of(entity).again
            sent = {name: before[name] for name in kept if name in before}
            sent.update(changes, sparse=True, Id=str(qbo_id))
            sent["SyncToken"] = before["SyncToken"]
            return operations.update(work, entity, sent)

        return self.as_person(act)

    def void(self, entity: str, qbo_id: str) -> Body:
        """Void a transaction; people can void credit memos as well."""

        def act(work: Work) -> Body:
            before = operations.read(work, entity, str(qbo_id))
            handler = handler_of(entity)
            if handler.entity not in VOIDABLE:
                raise Refusal("500", "Operation void is not supported.")
            if not operations.is_void(before):
                handler.void(work, before)  # type: ignore[attr-defined]
            return operations.read(work, entity, str(qbo_id))

        return self.as_person(act)

    def delete(self, entity: str, qbo_id: str) -> Body:
        """Delete a transaction, or make a list row inactive."""
        if handler_of(entity).has_active:
            return self.edit(entity, qbo_id, {"Active": False})

        def act(work: Work) -> Body:
            before = operations.read(work, entity, str(qbo_id))
            sent = {"Id": before["Id"], "SyncToken": before["SyncToken"]}
            return operations.delete(work, entity, sent)

        return self.as_person(act)

    def merge(self, entity: str, keep: str, gone: str) -> Body:
        """Merge two rows of customers, vendors or employees."""
        return self.as_person(
            lambda work: operations.merge_names(work, entity, str(keep), str(gone))
        )

    def receive_payment(
        self, customer_id: str, total: Any, invoices: dict[str, Any] | None = None
    ) -> Body:
        """Receive a payment of a customer for {invoice id: amount}."""
        lines = [
            {
                "Amount": amount,
                "LinkedTxn": [{"TxnId": str(invoice), "TxnType": "Invoice"}],
            }
            for invoice, amount in (invoices or {}).items()
        ]
        customer = self.get("Customer", customer_id)
        payment = {
            "CustomerRef": {"value": str(customer_id)},
            "CurrencyRef": {"value": customer["CurrencyRef"]["value"]},
            "TotalAmt": total,
            "Line": lines,
        }
        return self.create("Payment", payment)

    def close_books(self, date: str | None, password: bool = False) -> Body:
        """Close the books up to a date (None opens them)."""
        self._set(password=password)
        return self.set_preferences({"AccountingInfoPrefs": {"BookCloseDate": date}})

    def set_preferences(self, changes: Body) -> Body:
        """Change preferences; nested values not named stay."""

        def act(work: Work) -> Body:
            handler = handler_of("Preferences")
            before = operations.read(work, "Preferences", "1")
            body = merged(before, changes)
            handler.complete(work, body, before)
            work.save(handler, body)
            self.forget_preferences()
            return body

        return self.as_person(act)

    def set_subscription(self, active: bool) -> Body:
        """End the subscription, or put it in order again."""
        self._set(subscribed=bool(active))
        return self.as_json()

    def _set(self, **values: Any) -> None:
        self._data.update(values)
        self.emulator.store.execute(
            "UPDATE companies SET data = ? WHERE realm = ?",
            (json.dumps(self._data), self.realm_id),
        )


def plain(data: Any) -> Any:
    """Return data with ordinary numbers in place of Decimal."""
    return json.loads(dumps(data))


def merged(old: Body, changes: Body) -> Body:
    """Return nested data with changes laid over it; None takes a value away."""
    result = dict(old)
    for key, value in changes.items():
        if isinstance(value, dict):
            result[key] = merged(result.get(key, {}), value)
        elif value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result
