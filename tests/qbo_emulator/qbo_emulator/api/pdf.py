"""Print documents as PDF."""

from ..books import operations
from ..books.money import decimal
from ..books.rows import Body
from ..books.work import Work
from ..entities import handler_of
from ..faults import unsupported
from ..wire.messages import Headers, Response


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
