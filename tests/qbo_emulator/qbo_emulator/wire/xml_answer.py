"""Answer in XML whoever does not ask for JSON.

The service's own format is XML; JSON is what a client asks for. The form is
that of Intuit's schema: lists are repeated elements, references carry their
name, and a few keys are attributes.
"""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from ..books.money import loads
from .messages import Headers, Request, Response

SPACE = "http://schema.intuit.com/finance/v3"
ATTRIBUTES = {
    "time", "domain", "sparse", "status", "bId", "startPosition", "maxResults",
    "totalCount", "type", "code", "element",
}  # fmt: skip
# Signs XML cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_asked(request: Request, answer: Response) -> Response:
    """Return an answer in JSON if the client accepts it, else in XML.

    Whoever wants a PDF gets faults in JSON (documented).
    """
    accepted = request.headers.get("Accept", "").lower()
    kind = answer.headers.get("Content-Type", "")
    if "json" in accepted or "pdf" in accepted or "json" not in kind:
        return answer
    headers = Headers(answer.headers)
    headers["Content-Type"] = "application/xml;charset=UTF-8"
    return Response(answer.status, headers, written(loads(answer.body)))


def written(data: dict[str, Any]) -> bytes:
    """Write the data of a JSON answer as an IntuitResponse."""
    if "fault" in data:
        data = {"Fault": _capitals(data["fault"]), "time": data.get("time")}
    root = ElementTree.Element("IntuitResponse", xmlns=SPACE)
    _fill(root, data)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _capitals(fault: dict[str, Any]) -> dict[str, Any]:
    """Spell the gateway's fault as the other one."""
    errors = [
        {"Message": one["message"], "Detail": one["detail"], "code": one["code"]}
        for one in fault["error"]
    ]
    return {"Error": errors, "type": fault["type"]}


def _fill(parent: ElementTree.Element, data: dict[str, Any]) -> None:
    for key, value in data.items():
        if key in ATTRIBUTES and not isinstance(value, (dict, list)):
            if value is not None:
                parent.set(key, _text(value))
            continue
        for one in value if isinstance(value, list) else [value]:
            _add(parent, key, one)


def _add(parent: ElementTree.Element, key: str, value: Any) -> None:
    child = ElementTree.SubElement(parent, key)
    if not isinstance(value, dict):
        child.text = _text(value)
    elif "value" in value:
        child.text = _text(value["value"])
        for more in {"name", "type"} & value.keys():
            child.set(more, _text(value[more]))
    else:
        _fill(child, value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return UNWRITABLE.sub("", str(value))
