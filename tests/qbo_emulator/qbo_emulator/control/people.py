"""Do what people do in QuickBooks: the verbs that change a company's books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..faults import Refusal
from ..verbs import ControlError

if TYPE_CHECKING:
    from ..books.company import Company
    from ..emulator import Emulator

Data = dict[str, Any]


@contextmanager
def told() -> Iterator[None]:
    """Turn a refusal of the books into a ControlError with the same code."""
    try:
        yield
    except Refusal as refusal:
        error = refusal.errors[0]
        raise ControlError(error["Message"], error["code"], error["Detail"]) from None


class People:
    """Pass the verbs on to the company they are about."""

    emulator: Emulator

    def _company(self, realm: str) -> Company:
        try:
            return self.emulator.company(realm)
        except KeyError:
            raise ControlError(f"There is no company {realm}") from None

    def get(self, realm: str, entity: str, qbo_id: str) -> Data:
        """Return an object, active or not."""
        with told():
            return self._company(realm).get(entity, qbo_id)

    def list(self, realm: str, entity: str) -> list[Data]:
        """Return all objects of an entity, inactive ones included."""
        with told():
            return self._company(realm).list(entity)

    def create(self, realm: str, entity: str, payload: Data) -> Data:
        """Create an object."""
        with told():
            return self._company(realm).create(entity, payload)

    def edit(self, realm: str, entity: str, qbo_id: str, changes: Data) -> Data:
        """Change some properties of an object; lines only all together."""
        with told():
            return self._company(realm).edit(entity, qbo_id, changes)

    def void(self, realm: str, entity: str, qbo_id: str) -> Data:
        """Void a document."""
        with told():
            return self._company(realm).void(entity, qbo_id)

    def delete(self, realm: str, entity: str, qbo_id: str) -> Data:
        """Delete a document; make a list row inactive."""
        with told():
            return self._company(realm).delete(entity, qbo_id)

    def merge(self, realm: str, entity: str, keep: str, gone: str) -> Data:
        """Merge two customers, vendors or employees; return the one that stays."""
        with told():
            return self._company(realm).merge(entity, keep, gone)

    def receive_payment(
        self,
        realm: str,
        customer_id: str,
        total: Any,
        invoices: dict[str, Any] | None = None,
    ) -> Data:
        """Receive a payment for {invoice id: amount}; the rest stays as credit."""
        with told():
            company = self._company(realm)
            return company.receive_payment(customer_id, total, invoices)

    def close_books(self, realm: str, date: str | None, password: bool = False) -> Data:
        """Close the books up to a date; None opens them."""
        with told():
            return self._company(realm).close_books(date, password)

    def set_preferences(self, realm: str, changes: Data) -> Data:
        """Change preferences; nested values not named stay."""
        with told():
            return self._company(realm).set_preferences(changes)

    def set_subscription(self, realm: str, active: bool) -> Data:
        """End the subscription, or put it in order again."""
        with told():
            return self._company(realm).set_subscription(active)
