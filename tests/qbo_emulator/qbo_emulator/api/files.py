"""Upload and download files."""

import base64
import binascii
import email.message
import email.parser
import email.policy
from typing import Any

from ..books import operations
from ..books.money import loads
from ..books.rows import Body
from ..books.schema import check, malformed
from ..books.store import Store
from ..books.work import Work
from ..entities import handler_of
from ..faults import Refusal
from ..wire.messages import Headers, Request, Response

LARGEST_UPLOAD = 100 * 1024 * 1024
METADATA = "file_metadata_"
CONTENT = "file_content_"


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
