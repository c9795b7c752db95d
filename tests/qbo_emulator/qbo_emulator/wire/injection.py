"""Spoil calls on request, by rules.

A rule says which calls it concerns (``match``), how often it strikes
(``nth``, ``every``, ``probability`` with ``seed``, ``times``) and what goes
wrong (``fault``). Rules are kept in memory: they belong to a test, not to the
books. A rule with ``batch_items`` looks at the items of a batch instead of at
HTTP calls.

Documented shapes of what goes wrong: throttling as JSON or XML, 5xx as JSON or
HTML, a fault with HTTP 200. ``cut_before`` and ``slow`` act before the books
are touched; ``cut_after_commit`` loses the answer of a call that was done, and
``slow_after_commit`` holds it back for ``seconds``. What is held for 120 seconds
of the emulator's clock is given up: 504, the books untouched or changed.
"""

import random
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

from ..faults import MESSAGES, THROTTLE, THROTTLE_DETAIL, system_failure, throttled
from ..verbs import ControlError
from .messages import Request, Response, html_response, json_response

AFTER = {"cut_after_commit", "slow_after_commit"}
HELD = {"slow", "slow_after_commit"}
# Seconds after which the service gives a call up (documented).
TIMEOUT = 120.0
MATCH_KEYS = {
    "realm",
    "method",
    "path",
    "entity",
    "operation",
    "nth",
    "every",
    "probability",
    "seed",
}
RULE_KEYS = {
    "match",
    "times",
    "fault",
    "batch_items",
    "seconds",
    "code",
    "message",
    "detail",
    "status",
    "type",
}
XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3">'
    '<Fault type="SERVICE"><Error code="3001"><Message>{message}</Message>'
    "<Detail>{detail}</Detail></Error></Fault></IntuitResponse>"
)
HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass
class Target:
    """Say what a rule is compared with: a call or one item of a batch."""

    realm: str
    method: str
    path: str
    entity: str = ""
    operation: str = ""


@dataclass
class Rule:
    """Hold one rule and how often it was met and has struck."""

    fault: str
    match: dict[str, Any] = field(default_factory=dict)
    times: int | None = None
    batch_items: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.match.get("seed", 0))

    def due(self, target: Target) -> bool:
        """Count the target if it concerns the rule; tell whether to spoil it."""
        if self.times is not None and self.struck >= self.times:
            return False
        if not self._concerns(target):
            return False
        self.seen += 1
        return self._due()

    def _concerns(self, target: Target) -> bool:
        for key in ("realm", "method", "entity", "operation"):
            wanted = self.match.get(key)
            if wanted and str(wanted).lower() != getattr(target, key).lower():
                return False
        path = self.match.get("path")
        return not path or fnmatch(target.path, path) or path in target.path

    def _due(self) -> bool:
        if "nth" in self.match and self.seen != int(self.match["nth"]):
            return False
        if "every" in self.match and self.seen % int(self.match["every"]):
            return False
        chance = self.match.get("probability")
        return chance is None or self.dice.random() < float(chance)

    def as_json(self) -> dict[str, Any]:
        """Describe the rule for the control API."""
        return {
            "fault": self.fault,
            "match": self.match,
            "times": self.times,
            "batch_items": self.batch_items,
            "seen": self.seen,
            "struck": self.struck,
            **self.options,
        }


class Injector:
    """Keep the rules and spoil what they concern."""

    def __init__(self, emulator: Any):
        self.emulator = emulator
        self.delay = 0.0
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def add(self, rule: dict[str, Any]) -> dict[str, Any]:
        """Take a rule in; raise ControlError for words it does not know."""
        self._check(rule)
        options = {
            key: value
            for key, value in rule.items()
            if key in ("seconds", "code", "message", "detail", "status", "type")
        }
        made = Rule(
            rule["fault"],
            dict(rule.get("match") or {}),
            rule.get("times"),
            bool(rule.get("batch_items")),
            options,
        )
        with self._lock:
            self._rules.append(made)
        return made.as_json()

    def _check(self, rule: dict[str, Any]) -> None:
        unknown = set(rule) - RULE_KEYS | set(rule.get("match") or {}) - MATCH_KEYS
        if unknown:
            raise ControlError(f"Unknown words in the rule: {sorted(unknown)}")
        if rule.get("fault") not in KINDS:
            raise ControlError(f"Unknown fault; known are: {sorted(KINDS)}")
        if rule.get("batch_items") and rule["fault"] in HELD:
            raise ControlError("An item of a batch can't be slow on its own")

    def rules(self) -> list[dict[str, Any]]:
        """List the rules with their counters."""
        with self._lock:
            return [rule.as_json() for rule in self._rules]

    def clear(self) -> None:
        """Forget all rules and the general delay."""
        with self._lock:
            self._rules.clear()
            self.delay = 0.0

    def choose(self, target: Target, batch_items: bool = False) -> Rule | None:
        """Return the first rule that is due; every rule counts what concerns it."""
        with self._lock:
            rules = [rule for rule in self._rules if rule.batch_items == batch_items]
            due = [rule for rule in rules if rule.due(target)]
            for rule in due[:1]:
                rule.struck += 1
                return rule
        return None

    def before(self, rule: Rule | None) -> Response | None:
        """Answer instead of the books, or return None to go on."""
        if rule is None or rule.fault in AFTER:
            return None
        return self._strike(rule)

    def _strike(self, rule: Rule) -> Response | None:
        if rule.fault in HELD:
            return self.hold(float(rule.options.get("seconds", 1)))
        return FAULTS[rule.fault](rule.options)

    def delayed(self) -> Response | None:
        """Let every call take as long as a slow network would."""
        return self.hold(self.delay) if self.delay else None

    def hold(self, seconds: float) -> Response | None:
        """Let a call wait; answer 504 when the service would give it up."""
        if self.emulator.clock.hold(seconds, TIMEOUT):
            return None
        return html_response(HTML.format("504 Gateway Time-out"), 504)

    def after(self, rule: Rule | None, response: Response) -> Response:
        """Lose or hold back the answer of a call that was done, if the rule says so."""
        if rule is not None and rule.fault in AFTER:
            return self._strike(rule) or response
        return response

    def item(
        self, request: Request, operation: str, entity: str
    ) -> tuple[dict[str, Any] | None, bool]:
        """Return the fault for one item of a batch and whether it is done first.

        (None, False) leaves the item alone; (fault, False) refuses it undone;
        (fault, True) is to be answered although the item was carried out.
        """
        realm = realm_of(request.path)
        target = Target(realm, request.method, request.path, entity, operation)
        rule = self.choose(target, batch_items=True)
        if rule is None:
            return None, False
        return item_fault(rule), rule.fault in AFTER


def realm_of(path: str) -> str:
    """Return the realm of an API path, or an empty string."""
    parts = path.split("/")
    return parts[3] if path.startswith("/v3/company/") and len(parts) > 3 else ""


def fault_body(code: str, message: str, detail: str, kind: str) -> dict[str, Any]:
    """Build the value of the key ``Fault``."""
    error = {"Message": message, "Detail": detail, "code": code}
    return {"Error": [error], "type": kind}


def item_fault(rule: Rule) -> dict[str, Any]:
    """Build the fault of one batch item."""
    if rule.fault in ("throttle", "throttle_xml"):
        return fault_body("3001", THROTTLE, THROTTLE_DETAIL, "SERVICE")
    if rule.fault == "error":
        return _error_fault(rule.options)
    return _system_fault()


def _system_fault() -> dict[str, Any]:
    return system_failure().fault()


def _error_fault(options: dict[str, Any]) -> dict[str, Any]:
    code = str(options.get("code", "6000"))
    return fault_body(
        code,
        options.get("message", MESSAGES.get(code, "Injected fault")),
        options.get("detail", ""),
        options.get("type", "ValidationFault"),
    )


def _answer(fault: dict[str, Any], status: int) -> Response:
    return json_response({"Fault": fault}, status)


def _throttle_xml(options: dict[str, Any]) -> Response:
    text = XML.format(message=THROTTLE, detail=THROTTLE_DETAIL)
    return Response(429, {"Content-Type": "application/xml"}, text.encode())


def _error(options: dict[str, Any]) -> Response:
    return _answer(_error_fault(options), int(options.get("status", 400)))


FAULTS: dict[str, Any] = {
    "status_500": lambda options: _answer(_system_fault(), 500),
    "status_502_html": lambda options: html_response(
        HTML.format("502 Bad Gateway"), 502
    ),
    "throttle": lambda options: json_response(throttled(), 429),
    "throttle_xml": _throttle_xml,
    "cut_before": lambda options: Response(cut=True),
    "cut_after_commit": lambda options: Response(cut=True),
    "fault_200": lambda options: _answer(_error_fault(options), 200),
    "error": _error,
}
KINDS = FAULTS.keys() | HELD
