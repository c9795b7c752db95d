"""Turn the forms of the web page into verbs of the control API.

An act gets the control, the target (realm, and maybe entity and id) and the
form; it returns the page to show next and what was done.
"""

import json
from typing import Any

Target = list[str]
Form = dict[str, str]
Outcome = tuple[str, str]
TRUE = ("on", "true", "1")


def here(target: Target) -> str:
    """Return the address of the page of a target."""
    return "/".join(["/books", *target])


def edit(control: Any, target: Target, form: Form) -> Outcome:
    """Change single fields, or the whole object given as JSON."""
    if form.get("json"):
        changes = json.loads(form["json"])
    else:
        changes = {key: value for key, value in form.items() if value != ""}
    if form.get("Active"):
        changes["Active"] = form["Active"] in TRUE
    control.edit(*target, changes)
    return here(target), "Saved"


def create(control: Any, target: Target, form: Form) -> Outcome:
    """Create an object from JSON."""
    made = control.create(*target, json.loads(form["json"]))
    return here([*target, made["Id"]]), "Created"


def void(control: Any, target: Target, form: Form) -> Outcome:
    """Void a document."""
    control.void(*target)
    return here(target), "Voided"


def delete(control: Any, target: Target, form: Form) -> Outcome:
    """Delete a document."""
    control.delete(*target)
    return here(target[:2]), f"{target[1]} {target[2]} deleted"


def merge(control: Any, target: Target, form: Form) -> Outcome:
    """Merge this record into another, which stays."""
    realm, entity, gone = target
    control.merge(realm, entity, form["keep"], gone)
    return here([realm, entity, form["keep"]]), "Merged"


def pay(control: Any, target: Target, form: Form) -> Outcome:
    """Receive a payment for one invoice."""
    realm, _entity, invoice = target
    amount = form["amount"]
    customer = control.get(*target)["CustomerRef"]["value"]
    control.receive_payment(realm, customer, amount, {invoice: amount})
    return here(target), f"Payment of {amount} received"


def close_books(control: Any, target: Target, form: Form) -> Outcome:
    """Close the books up to a date, or open them when it is empty."""
    locked = form.get("password") in TRUE
    control.close_books(target[0], form.get("date") or None, locked)
    return here(target), "Closing date set"


def preferences(control: Any, target: Target, form: Form) -> Outcome:
    """Change preferences given as JSON."""
    control.set_preferences(target[0], json.loads(form["json"]))
    return here(target), "Preferences changed"


def subscription(control: Any, target: Target, form: Form) -> Outcome:
    """End or renew the subscription."""
    active = form.get("active") in TRUE
    control.set_subscription(target[0], active)
    return here(target), "Subscription " + ("renewed" if active else "ended")


def disconnect(control: Any, target: Target, form: Form) -> Outcome:
    """Disconnect one app from the company."""
    control.disconnect(target[0], form.get("client_id") or None)
    return here(target), "Disconnected"


def inject(control: Any, target: Target, form: Form) -> Outcome:
    """Add a rule that spoils calls."""
    match: dict[str, Any] = {}
    for key in ("realm", "entity", "operation", "nth", "every", "probability"):
        if form.get(key):
            match[key] = form[key]
    rule: dict[str, Any] = {"fault": form["fault"], "match": match}
    if form.get("times"):
        rule["times"] = int(form["times"])
    for key in ("seconds", "code", "message", "detail", "status"):
        if form.get(key):
            rule[key] = form[key]
    rule["batch_items"] = form.get("batch_items") in TRUE
    control.inject(rule)
    return "/faults", "Rule added"


def clear(control: Any, target: Target, form: Form) -> Outcome:
    """Forget all rules."""
    control.clear_faults()
    return "/faults", "Rules cleared"


ACTS = {
    "edit": edit,
    "create": create,
    "void": void,
    "delete": delete,
    "merge": merge,
    "pay": pay,
    "close-books": close_books,
    "preferences": preferences,
    "subscription": subscription,
    "disconnect": disconnect,
    "inject": inject,
    "clear": clear,
}
