"""Send documents by mail, or rather pretend to."""

from ..books import operations
from ..books.rows import Body
from ..books.work import Work
from ..entities import handler_of
from ..entities.people import refuse_bad_emails
from ..faults import Refusal, business, missing, unsupported

MAILS_PER_DAY = 40


def send(work: Work, entity: str, qbo_id: str, asked: dict[str, str]) -> Body:
    """Pretend to mail a document; it is then marked as sent.

    Raise 6420 without an address, 2210 for a bad one, 6000 above the sandbox's
    40 mails a day.
    """
    handler = handler_of(entity)
    if "send" not in handler.operations:
        raise unsupported("send")
    work.refuse_writes()
    body = operations.read(work, entity, qbo_id)
    address = asked.get("sendTo") or body.get("BillEmail", {}).get("Address")
    if handler.entity == "Payment" and not asked.get("sendTo"):
        raise missing("sendTo")
    if not address:
        raise Refusal("6420", "Email address is required to send a document")
    refuse_bad_emails(address)
    _count_mail(work)
    if handler.entity != "Payment":
        body["BillEmail"] = {"Address": address}
        body["EmailStatus"] = "EmailSent"
        body["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": work.stamp()}
    work.save(handler, body, operation="Emailed")
    return {handler.entity: handler.present(work, body)}


def _count_mail(work: Work) -> None:
    store = work.books.store
    key = f"mails.{work.company.realm_id}.{work.today}"
    sent = store.get(key, 0)
    if sent >= MAILS_PER_DAY:
        raise business(f"You can send at most {MAILS_PER_DAY} e-mails a day.")
    store.set(key, sent + 1)
