from collections import deque

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..qbo.literal import parse_list

KIND = "filter"
EVERYTHING = "[]"
# What Odoo raises for a domain that does not fit its model.
UNFIT = (ValueError, TypeError, KeyError, AttributeError, UserError, psycopg2.Error)
INNER = ("any", "not any")


class QboRuleFilter(models.AbstractModel):
    """Which records a rule is about: a domain that a person wrote.

    It is read as literals, never evaluated, and checked when it is saved. One that
    does not fit any more, as its field was uninstalled, holds up its own type: a
    problem names it, and the rest of the run goes on.
    """

    _name = "qbo.rule.filter"
    _description = "QuickBooks filter of a rule"

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            # constraints are checked as superuser
            asked = rule.with_user(self.env.user)
            trouble = rule._filter_trouble() or asked._forbidden()
            if trouble:
                raise ValidationError(rule._filter_sentence(trouble))
            rule._close_filter()

    # -- reading --------------------------------------------------------------

    def _filter(self):
        """Return the domain; raises UserError where it cannot be used."""
        trouble = self._filter_trouble()
        if trouble:
            raise UserError(self._filter_sentence(trouble))
        return Domain(parse_list(self.domain or EVERYTHING))

    def _scope(self, connection, mapper):
        """Domain of the records of a mapper that a connection keeps in step."""
        domain = Domain(mapper._domain(connection)) & self._filter()
        if "company_id" in self.env[mapper._odoo_model]._fields:
            branches = connection.company_id._accessible_branches()
            domain &= Domain("company_id", "in", [False, *branches.ids])
        return domain

    def _usable(self):
        """The rules whose filter can be used; the others are told as problems."""
        narrow = self.filtered(lambda rule: (rule.domain or EVERYTHING) != EVERYTHING)
        broken = {rule: rule._filter_trouble() for rule in narrow}
        for rule, trouble in broken.items():
            if trouble:
                rule._open_filter(trouble)
            else:
                rule._close_filter()
        return self.filtered(lambda rule: not broken.get(rule))

    def _filter_trouble(self):
        """Why the filter cannot be used, in words; empty when it can."""
        model = self.env.get(self.model) if self.model else None
        try:
            domain = Domain(parse_list(self.domain or EVERYTHING))
            if model is not None and not domain.is_true():
                self._plan(model.sudo(), domain)
        except UNFIT as error:
            return str(error).strip().partition("\n")[0] or type(error).__name__
        return ""

    def _plan(self, model, domain):
        """Let the database say whether it can search for it; nothing is searched."""
        with self.env.cr.savepoint(flush=False):
            query = model.with_context(active_test=False)._search(domain)
            statement = SQL("EXPLAIN %s", query.select())
            self.env.cr.execute(statement, log_exceptions=False)

    # -- what a person may ask about --------------------------------------------

    def _forbidden(self):
        """Why the writer may not ask this, in words: it would be asked as superuser.

        The records themselves are the rule's; from there on the way leads through
        models and fields that the writer may read.
        """
        model = self.env.get(self.model) if self.model else None
        if model is None or self.env.su:
            return ""
        todo = deque([(model, Domain(parse_list(self.domain or EVERYTHING)))])
        while todo:
            model, domain = todo.popleft()
            for condition in domain.iter_conditions():
                name, target = self._walk(model, condition.field_expr)
                if name:
                    return self.env._("You may not read %(field)s.", field=name)
                if condition.operator in INNER:
                    todo.append((target, Domain(condition.value)))
        return ""

    def _walk(self, model, path):
        """Follow a path: the field on it that may not be read, and where it ends."""
        for number, name in enumerate(path.split(".")):
            field = model._fields.get(name)
            if field is None:  # a part of a date, a property
                break
            closed = number and not model.has_access("read")
            if closed or not model._has_field_access(field, "read"):
                return path, model
            if not field.relational:
                break
            model = self.env[field.comodel_name]
        closed = model._name != self.model and not model.has_access("read")
        return (path if closed else None), model

    # -- telling --------------------------------------------------------------

    def _filter_sentence(self, trouble):
        return self.env._(
            "The filter of %(type)s cannot be used: %(trouble)s",
            type=self.entity,
            trouble=trouble,
        )

    def _filter_subject(self):
        return f"{KIND} {self.entity}"

    def _open_filter(self, trouble):
        self.env["qbo.exception"]._open(
            self.connection_id,
            [
                {
                    "subject": self._filter_subject(),
                    "kind": KIND,
                    "entity": self.entity,
                    "record_name": self.entity,
                    "title": self._filter_sentence(trouble),
                    "advice": self.env._(
                        "Nothing of this type is exchanged meanwhile, and nothing is "
                        "lost. Correct Only These Records in the rule of this type, "
                        "or empty it to exchange all."
                    ),
                    "button": "connect",
                }
            ],
        )

    def _close_filter(self):
        self.env["qbo.exception"].sudo()._close_remote(
            self.connection_id, [self._filter_subject()], [KIND]
        )
