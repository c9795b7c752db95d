"""Plain words for what can go wrong with one record, and what to do about it."""

import re

from odoo import api, models
from odoo.tools import LazyTranslate

from ..qbo import errors

_lt = LazyTranslate(__name__)

# The first class that fits gives kind, title, advice and button.
REFUSALS = (
    (
        errors.QboNameTaken,
        "name",
        _lt("The name %(name)s is taken in QuickBooks."),
        _lt(
            "Another customer, vendor or employee there has this name, perhaps an "
            "inactive one. Choose the existing one, or change the name, then try again."
        ),
        "choose",
    ),
    (
        errors.QboNumberTaken,
        "number",
        _lt("The number of %(name)s is taken in QuickBooks."),
        _lt(
            "Another document there has this number. Compare the two: link them if "
            "they are the same, or change the number, then try again."
        ),
        "choose",
    ),
    (
        errors.QboClosedBooks,
        "closed",
        _lt("%(name)s lies in a closed period of QuickBooks."),
        _lt("Move its date, or reopen the period in QuickBooks, then try again."),
        "open",
    ),
    (
        errors.QboInactiveReference,
        "inactive",
        _lt("%(name)s uses something that is inactive in QuickBooks."),
        _lt("Make it active there, or choose something else here, then try again."),
        "retry",
    ),
    (
        errors.QboNotPermitted,
        "permission",
        _lt("QuickBooks does not allow %(name)s."),
        _lt(
            "The QuickBooks plan or the role of the connected user does not include "
            "this. Change it there, then try again."
        ),
        "retry",
    ),
    (
        errors.QboStale,
        "busy",
        _lt("%(name)s keeps being changed in QuickBooks."),
        _lt("Somebody works on it there. Try again when they are done."),
        "retry",
    ),
    (
        errors.QboError,
        "refused",
        _lt("QuickBooks refused %(name)s."),
        _lt("Correct what QuickBooks names, then try again."),
        "retry",
    ),
)
WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
HIDDEN = {"Addr", "Ref", "Primary", "FreeFormNumber", "Address", "URI", "value"}


class QboProblemText(models.AbstractModel):
    """Say what happened to one record, and what to do."""

    _name = "qbo.problem.text"
    _description = "QuickBooks advice"

    @api.model
    def _of_refusal(self, link, error):
        """Values of a problem for a refusal of one record."""
        _kind, name, title, advice, button = next(
            row for row in REFUSALS if isinstance(error, row[0])
        )
        return {
            "kind": name,
            "title": str(title) % {"name": link.record_name},
            "message": self._said(error),
            "advice": str(advice),
            "button": button,
            "trace": error.trace,
        }

    def _said(self, error):
        """QuickBooks' own sentence, the detail where it says more."""
        detail = (error.detail or "").strip()
        if detail and detail != error.message:
            return f"{error.message} {detail}"
        return error.message

    @api.model
    def _of_gone(self, link, where):
        """Values of a problem for something that was deleted on one side."""
        name = link.record_name or link.qbo_name
        titles = {
            "there": self.env._(
                "%(name)s was deleted or merged in QuickBooks.", name=name
            ),
            "here": self.env._("%(name)s was deleted in Odoo.", name=name),
            "balance": self.env._(
                "%(name)s was deleted in Odoo but has a balance in QuickBooks.",
                name=name,
            ),
        }
        advice = {
            "there": self.env._(
                "Create it again there, keep it here only, or archive it here too."
            ),
            "here": self.env._("Remove it from QuickBooks too, or keep it there."),
            "balance": self.env._(
                "QuickBooks would write the balance off. Settle it there first, or "
                "keep it there."
            ),
        }
        return {
            "kind": "gone" if where == "there" else "gone_here",
            "state": "gone",
            "title": titles[where],
            "advice": advice[where],
            "button": "decide",
        }

    @api.model
    def _of_merged(self, link, other):
        """Values of a problem for something that may have been merged into another."""
        return {
            "kind": "merged",
            "state": "gone",
            "title": self.env._(
                "%(name)s was made inactive in QuickBooks, or merged into %(other)s.",
                name=link.record_name,
                other=other.qbo_name or other.record_name,
            ),
            "advice": self.env._(
                "Look in QuickBooks. Say whom it was merged into, so that its "
                "documents go there; or archive it here too, or keep it here only."
            ),
            "button": "decide",
            "survivor_id": other.id,
        }

    @api.model
    def _of_conflict(self, link):
        """Values of a problem for fields that both sides changed."""
        return {
            "kind": "clash",
            "title": self.env._(
                "%(name)s was changed on both sides.", name=link.record_name
            ),
            "advice": self.env._(
                "Choose for each field which value is right. The rest is in step."
            ),
            "button": "decide",
        }

    @api.model
    def _label(self, mapper, path):
        """A path in words: PrimaryEmailAddr.Address becomes E-mail."""
        field = next(
            (r.field for r in mapper._rules() if r.key == path and hasattr(r, "field")),
            None,
        )
        if field:
            fields_there = self.env[mapper._odoo_model]._fields
            return fields_there[field]._description_string(self.env)
        words = [w for part in path.split(".") for w in WORDS.findall(part)]
        return " ".join(word for word in words if word not in HIDDEN) or path

    @api.model
    def _readable(self, value):
        """A value of a payload as a person reads it."""
        if isinstance(value, dict):
            return ", ".join(self._readable(each) for each in value.values() if each)
        if isinstance(value, list):
            return "\n".join(self._readable(each) for each in value)
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        return "" if value is None else str(value)
