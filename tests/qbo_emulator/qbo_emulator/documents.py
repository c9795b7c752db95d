"""Print, send, upload and download documents."""

import base64
import binascii
import email.message
import email.parser
import email.policy
from typing import Any
from zoneinfo import ZoneInfo

from . import operations
from .books import Body
from .entities import handler_of
from .entities.people import refuse_bad_email
from .faults import Refusal, business, missing, unsupported
from .money import decimal, loads
from .schema import check, malformed
from .store import Store
from .wire import Headers, Request, Response
from .work import Work

MAILS_PER_DAY = 40
LARGEST_UPLOAD = 100 * 1024 * 1024
METADATA = "file_metadata_"
CONTENT = "file_content_"


def answer_time(work: Work) -> str:
    """Return the time of an answer: company zone, milliseconds."""
    local = work.now.astimezone(ZoneInfo(work.company.zone))
    return local.isoformat(timespec="milliseconds")


# ---- send


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
    for one in address.split(","):
        refuse_bad_email(one.strip())
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


# ---- PDF


def pdf(work: Work, entity: str, qbo_id: str) -> Response:
    """Return a small, valid PDF that names the document and its lines."""
    handler = handler_of(entity)
    if "pdf" not in handler.operations:
        raise unsupported("pdf")
    body = operations.read(work, entity, qbo_id)
    number = body.get("DocNumber") or body["Id"]
    party = body.get("CustomerRef", {}).get("name", "")
    texts = [
        f"{work.company.name}",
        f"{handler.entity} {number} of {body['TxnDate']}",
        f"{party}",
        *(_line_text(line) for line in body.get("Line", [])),
        f"Total {decimal(body['TotalAmt']):.2f} {body['CurrencyRef']['value']}",
    ]
    headers = {"Content-Type": "application/pdf"}
    return Response(200, Headers(headers), written(texts))


def _line_text(line: Body) -> str:
    item = line.get("SalesItemLineDetail", {}).get("ItemRef", {}).get("name", "")
    text = line.get("Description") or item or line.get("DetailType", "")
    return f"{text[:60]}  {decimal(line.get('Amount')):.2f}"


def written(texts: list[str]) -> bytes:
    """Write lines of text as a PDF of one page."""
    steps = [f"({_escaped(text)}) Tj 0 -16 Td" for text in texts]
    stream = "BT /F1 11 Tf 50 780 Td " + " ".join(steps) + " ET"
    content = stream.encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _assembled(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[bytes]) -> bytes:
    output = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return output + (
        b"xref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(output))
    )


# ---- attachments


def upload(work: Work, request: Request) -> Body:
    """Keep uploaded files; each part answers with an Attachable or a Fault.

    Raise 6030 above 100 MB, 6041 when there is no file.
    """
    work.refuse_writes()
    if len(request.body) > LARGEST_UPLOAD:
        detail = f"Upload request size exceeds allowed limit : {LARGEST_UPLOAD}"
        raise Refusal("6030", detail, status=413)
    parts = _parts(request)
    numbers = sorted(name[len(CONTENT) :] for name in parts if name.startswith(CONTENT))
    if not numbers:
        raise Refusal("6041", "The request holds no file_content part")
    answers = [_attach(work, request.root, parts, number) for number in numbers]
    return {"AttachableResponse": answers}


def _parts(request: Request) -> dict[str, email.message.Message]:
    """Return the parts of a multipart body by their form names."""
    kind = request.headers.get("Content-Type", "")
    if "multipart/form-data" not in kind:
        raise Refusal("1050", f"Invalid Content Type : {kind}")
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(head + request.body)
    if not message.is_multipart():
        raise Refusal("6041", "The multipart body cannot be read")
    return {
        str(part.get_param("name", header="content-disposition")): part
        for part in message.iter_parts()
    }


def _attach(work: Work, root: str, parts: dict[str, Any], number: str) -> Body:
    try:
        with work.books.store.transaction():
            return {"Attachable": _kept(work, root, parts, number)}
    except Refusal as refusal:
        return {"Fault": refusal.fault()}


def _kept(work: Work, root: str, parts: dict[str, Any], number: str) -> Body:
    part = parts[CONTENT + number]
    content = _content(part)
    facts = _metadata(parts.get(METADATA + number))
    handler = handler_of("Attachable")
    body = handler.new(facts)
    body.setdefault("FileName", part.get_filename() or "file")
    body.setdefault("ContentType", part.get_content_type())
    body["Id"] = handler.new_id(work)
    body["Size"] = len(content)
    realm = work.company.realm_id
    body["FileAccessUri"] = f"/v3/company/{realm}/download/{body['Id']}"
    body["TempDownloadUri"] = f"{root}/files/{realm}/{body['Id']}"
    handler.complete(work, body, None)
    work.insert(handler, body)
    work.books.store.execute(
        "INSERT INTO files VALUES (?, ?, ?)", (realm, body["Id"], content)
    )
    handler.settle(work, body, None)
    return body


def _content(part: Any) -> bytes:
    """Return the bytes of a file; base64 is undone when the part says so."""
    raw = part.get_payload(decode=False)
    coding = str(part.get("Content-Transfer-Encoding", "")).lower()
    data = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""
    if coding != "base64":
        return bytes(part.get_payload(decode=True) or data)
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        raise Refusal("6041", "The file is not valid base64") from None


def _metadata(part: Any) -> Body:
    if part is None:
        return {}
    try:
        facts = loads(part.get_payload(decode=True))
    except ValueError:
        raise malformed("file_metadata is not valid JSON") from None
    check("Attachable", facts)
    return dict(facts)


def download(work: Work, qbo_id: str, root: str) -> Response:
    """Answer with the temporary address of a file, as text."""
    body = operations.read(work, "Attachable", qbo_id)
    if "TempDownloadUri" not in body:
        raise Refusal("610", "The attachment has no file")
    address = f"{root}/files/{work.company.realm_id}/{qbo_id}"
    return Response(200, Headers({"Content-Type": "text/plain"}), address.encode())


def stored_file(store: Store, path: str) -> Response:
    """Return the bytes of an uploaded file, or 404."""
    _, realm, qbo_id = [*path.strip("/").split("/"), "", ""][:3]
    row = store.row(
        "SELECT content FROM files WHERE realm = ? AND id = ?", (realm, qbo_id)
    )
    if row is None:
        return Response(404)
    headers = {"Content-Type": "application/octet-stream"}
    return Response(200, Headers(headers), bytes(row["content"]))
