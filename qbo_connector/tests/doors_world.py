"""A company with a record of every model of ours, each with a mark in its texts.

The mark shows where something of that company gets out. Models that are added later
are filled by the same rules; where these do not do, SPECIAL says what is needed.
"""

from contextlib import closing

import psycopg2

from odoo import fields
from odoo.exceptions import UserError

ADDONS = ("qbo_connector", "qbo_connector_invoices", "qbo_connector_review")
AUTOMATIC = {"id", "create_uid", "create_date", "write_uid", "write_date"}
TEXTS = ("char", "text", "html")
PROBLEMS = ("refused", "name", "clash", "gone", "gone_here", "merged", "mapping")


def our_models(env):
    """Names of the models that our add-ons bring."""
    models = (env[name] for name in sorted(env))
    return [each._name for each in models if each._original_module in ADDONS]


def our_parts(model):
    """Our own classes that a model is made of."""
    classes = type(model).mro()
    return [each for each in classes if getattr(each, "_module", None) in ADDONS]


class World:
    """The records of one company; ``records`` has one of each model or more."""

    def __init__(self, connection, mark):
        self.env = connection.env(su=True)
        self.company, self.mark = connection.company_id, mark
        self.records, self.failed = {}, {}
        partners = self.env["res.partner"]
        self.shared = partners.create({"name": "Shared", "customer_rank": 1})
        self.partner = partners.create(
            {
                "name": f"{mark} contact",
                "email": f"{mark}@example.com",
                "phone": "+1 303 555 0100",
                "customer_rank": 1,
                "company_id": self.company.id,
            }
        )
        self.records = {
            "qbo.connection": connection.sudo(),
            "res.company": self.company,
            "res.partner": self.partner,
        }

    def fill(self):
        """Make a record of every model that is stored."""
        for name in our_models(self.env):
            model = self.env[name]
            if not model._abstract and model._auto:
                self.one(name)
        links = self.env["qbo.link"]
        vals = self.values(links) | {"res_id": self.shared.id, "part": "shared"}
        links.create({**vals, "qbo_id": f"{self.mark}-2", "state": "linked"})
        for kind in PROBLEMS:
            self.add("qbo.exception", kind=kind, subject=f"{self.mark} {kind}")
        for name in our_models(self.env):
            if not self.env[name]._abstract and not self.env[name]._auto:
                domain = [("company_id", "=", self.company.id)]
                self.records[name] = self.env[name].search(domain)
        self.env.flush_all()

    def one(self, name):
        """A record of a model, made when it is first asked for."""
        if name not in self.records:
            self.records[name] = self.env[name]
            made = self._made(name) or self._found(name)
            self.records[name] = made
        return self.records[name][:1]

    def add(self, name, **vals):
        """Another record of a model."""
        model = self.env[name]
        self.records[name] |= model.create({**self.values(model), **vals})

    def _made(self, name):
        model, error = self.env[name], None
        for needed in (False, True):
            try:
                with self.env.cr.savepoint():
                    return model.create(self.values(model, needed))
            except (ValueError, KeyError, UserError, psycopg2.Error) as refused:
                error = refused
        self.failed[name] = error
        return model

    def _found(self, name):
        """One that is there already, as there may be one only."""
        model = self.env[name]
        for field in ("connection_id", "company_id"):
            if field in model._fields and self.failed.get(name):
                owner = self.records[
                    "qbo.connection" if "conn" in field else "res.company"
                ]
                found = model.search([(field, "=", owner.id)], limit=1)
                if found:
                    del self.failed[name]
                    return found
        return model

    # -- values -----------------------------------------------------------------

    def values(self, model, needed=False):
        """Plausible values of a new record: of all fields, or of the needed ones."""
        vals = {}
        for name, field in model._fields.items():
            if name in AUTOMATIC or not field.store or field.related:
                continue
            if field.compute and field.readonly or needed and not field.required:
                continue
            value = self.value(model, field)
            if value is not None:
                vals[name] = value
        return vals

    def value(self, model, field):
        """A plausible value of a field, or None where it may be left out."""
        special = self._special().get(model._name, {})
        for known in (special, self._usual()):
            if field.name in known:
                return known[field.name]
        if field.type in TEXTS:
            return f"{self.mark} {field.name}"
        if field.type == "many2one":
            return self._related(field)
        if field.type == "selection":
            return next(iter(field.get_values(self.env)), None)
        if field.type == "many2one_reference":
            return self.partner.id
        if field.type == "json":
            return {"DisplayName": self.mark}
        return self._plain(field) if field.required else None

    def _plain(self, field):
        if field.type == "datetime":
            return fields.Datetime.now()
        if field.type == "date":
            return fields.Date.today()
        return 1 if field.type in ("integer", "float", "monetary") else None

    def _related(self, field):
        comodel = field.comodel_name
        if comodel in self.records:
            return self.records[comodel][:1].id or None
        if self.env[comodel]._original_module in ADDONS:
            return self.one(comodel).id if self.env[comodel]._auto else None
        if not field.required:
            return None
        return self.env[comodel].search([], limit=1).id

    def _usual(self):
        return {
            "entity": "Customer",
            "res_model": "res.partner",
            "email": f"{self.mark}@example.com",
            "url": f"https://{self.mark}.example.com",
            "active": True,
            "domain": "[]",
            "sync_token": "0",
            "part": "",
            "page_time": False,
            "waits_for": False,
            "disputed": False,
            "overrides": False,
            "ours": False,
            "closed_at": False,
            "lang": "en_US",
        }

    def _special(self):
        """What the fields of single models need."""
        reference = self.records.get("qbo.reference", self.env["qbo.reference"])
        return {
            "qbo.reference": {"entity": "Term", "active": True},
            "qbo.mapping": {"kind": "term", "reference_id": reference[:1].id},
            "qbo.missing.mapping": {"kind": "term", "subject": {"res_id": False}},
            "qbo.intent": {
                "state": "settled",
                "items": {"0": {"entity": "Customer", "res_id": 0, "state": "done"}},
            },
            "qbo.change": {"run_id": None},
            "qbo.link": {"state": "linked"},
        }


def undone(cr):
    """What happens meanwhile is undone."""
    return closing(cr.savepoint(flush=False))
