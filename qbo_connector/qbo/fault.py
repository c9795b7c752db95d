"""Read what a refusal says, in every shape that QuickBooks and its gateways use.

Shapes: ``Fault.Error[].Message``, ``fault.error[].message``, the OAuth form
``error`` and ``error_description``, XML of the gateway, HTML of a proxy, nothing.
"""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

_CODE_IN_TEXT = re.compile(r"errorCode=0*(\d+)")
_XML_CODE = re.compile(r"<Error\b[^>]*\bcode=\"0*(\d+)\"", re.IGNORECASE)
_XML_PART = {
    "message": re.compile(r"<Message>(.*?)</Message>", re.DOTALL | re.IGNORECASE),
    "detail": re.compile(r"<Detail>(.*?)</Detail>", re.DOTALL | re.IGNORECASE),
    "element": re.compile(r"<Error\b[^>]*\belement=\"([^\"]*)\"", re.IGNORECASE),
}
_HTML_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_NAMES = (
    re.compile(r"Property Name\s*:\s*([\w.]+) specified"),
    re.compile(r'Unrecognized field "([\w.]+)"'),
    re.compile(r"[Rr]equired parameter ([\w.]+) is missing"),
    re.compile(r"property '([\w.]+)'"),
)
_IDS = re.compile(r"\b(?:TxnId|Id)\s*=\s*(\d+)|element id (\d+)")
_LONGEST_TEXT = 300  # of a body that is no fault at all
_LONGEST_BODY = 10_000  # looked through when it is no JSON
_LONGEST_SENTENCE = 4_000


@dataclass(frozen=True)
class Refusal:
    """Hold one entry of a fault; ``code`` is without leading zeros."""

    message: str = ""
    detail: str = ""
    code: str = ""
    element: str = ""

    @property
    def text(self) -> str:
        """Return all that was said, to look for words in it."""
        return f"{self.message} {self.detail}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the properties and parameters that the text names."""
        return tuple(name for part in _NAMES for name in part.findall(self.text))

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the QuickBooks ids that the text names."""
        return tuple(first or second for first, second in _IDS.findall(self.text))

    @classmethod
    def all_from(cls, fault: dict[str, Any]) -> "tuple[Refusal, ...]":
        """Return every entry of a fault in either spelling."""
        errors = _either(fault, "Error")
        if isinstance(errors, dict):
            errors = [errors]
        if not isinstance(errors, list):
            return ()
        return tuple(cls._from(error) for error in errors if isinstance(error, dict))

    @classmethod
    def _from(cls, error: dict[str, Any]) -> "Refusal":
        message, detail = _said(error, "Message"), _said(error, "Detail")
        code = _said(error, "code").strip().lstrip("0")
        if not code:
            code = _code_in(f"{message} {detail}")
        return cls(message, detail, code, _said(error, "element"))


def fault_in(body: Any) -> dict[str, Any] | None:
    """Return the fault of a decoded body, or None when there is none."""
    if not isinstance(body, dict):
        return None
    fault = body.get("Fault", body.get("fault"))
    return fault if isinstance(fault, dict) else None


def read_refusals(text: str) -> tuple[Refusal, ...]:
    """Return the entries of a refused answer's body; empty when it says nothing."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return _from_text(text[:_LONGEST_BODY])
    fault = fault_in(body)
    if fault is not None:
        return Refusal.all_from(fault)
    return _from_oauth(body)


def _from_oauth(body: Any) -> tuple[Refusal, ...]:
    if not isinstance(body, dict) or not isinstance(body.get("error"), str):
        return ()
    code = _said(body, "error")
    description = _said(body, "error_description")
    return (Refusal(description or code, "", code),)


def _from_text(text: str) -> tuple[Refusal, ...]:
    code = _code_in(text)
    if "<Fault" in text or "<Error" in text:
        parts = {name: _first(part, text) for name, part in _XML_PART.items()}
        return (Refusal(code=code or _first(_XML_CODE, text), **parts),)
    plain = _first(_HTML_TITLE, text) or _plain(text)
    if not plain:
        return ()
    return (Refusal(plain[:_LONGEST_TEXT], "", code),)


def _code_in(text: str) -> str:
    found = _CODE_IN_TEXT.search(text)
    if found:
        return found[1]
    return "3001" if "throttleexceeded" in text.casefold() else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _plain(found[1]) if found else ""


def _plain(text: str) -> str:
    text = html.unescape(_TAG.sub(" ", text)).replace("\0", "")
    text = text.encode(errors="replace").decode()
    return _BLANKS.sub(" ", text).strip()


def _said(mapping: dict[str, Any], name: str) -> str:
    """Return a text as it can be stored and shown; "" for anything else."""
    value = _either(mapping, name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)[:_LONGEST_SENTENCE].replace("\0", "")
    return text.encode(errors="replace").decode()


def _either(mapping: dict[str, Any], name: str) -> Any:
    return mapping.get(name, mapping.get(name[:1].lower() + name[1:]))
