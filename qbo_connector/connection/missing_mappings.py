from typing import Any, NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SHOWN = 8  # names; the rest is counted


class Gap(NamedTuple):
    """One mapping that is missing, or that points to what QuickBooks has no more.

    ``records``: what is to be mapped, empty for the row that stands for the rest.
    ``mapping``: the row that points nowhere, empty where there is none yet.
    """

    kind: str
    records: Any
    mapping: Any


class QboConnectionMissingMappings(models.AbstractModel):
    """The part of a connection that knows which mappings are missing."""

    _name = "qbo.connection.missing.mappings"
    _description = "QuickBooks mappings that are missing"

    missing_count = fields.Integer(
        string="Missing Mappings",
        compute="_compute_missing_count",
        compute_sudo=True,  # whoever maps need not see the documents that need it
    )
    missing_text = fields.Text(
        string="Not Mapped Yet",
        compute="_compute_missing_count",
        compute_sudo=True,
    )

    def _compute_missing_count(self):
        for connection in self:
            all_missing = connection._missing_mappings() if connection.realm_id else []
            connection.missing_count = len(all_missing)
            connection.missing_text = "\n".join(connection._missing_lines(all_missing))

    def _missing_lines(self, all_missing):
        """Return one line for each kind: its name, and what is missing."""
        mappings = self.env["qbo.mapping"]
        things = {}
        for missing in all_missing:
            things.setdefault(missing.kind, []).append(mappings._missing_name(missing))
        lines = []
        for kind, names in things.items():
            more = len(names) - SHOWN
            said = names[:SHOWN]
            said += [self.env._("%(count)s more", count=more)] if more > 0 else []
            lines.append(f"{mappings._kinds()[kind][0]}: {', '.join(said)}")
        return lines

    # -- finding ----------------------------------------------------------------

    def _missing_mappings(self, *kinds):
        """Return what lacks an active entry, of these kinds or of all.

        Looks at what records in scope really use; each kind costs the same few
        queries, however many records there are.
        """
        self.ensure_one()
        company = self.with_company(self.company_id)
        wanted = {}
        for kind, subjects in company._needed():
            if not kinds or kind in kinds:
                wanted.setdefault(kind, []).extend(subjects)
        return [
            missing
            for kind, subjects in wanted.items()
            for missing in company._lacking(kind, subjects)
        ]

    def _needed(self):
        """Return (kind, subjects) of what records in scope refer to.

        A subject is a list of candidates: records, of which the first that is mapped
        counts. Add-ons add what their documents need.
        """
        used = self._terms_of_partners()
        return [("term", [[term] for term in used])]

    def _terms_of_partners(self):
        """Return the payment terms of customers and vendors."""
        partners = self.env["res.partner"]
        names = ("property_payment_term_id", "property_supplier_payment_term_id")
        domain = Domain("customer_rank", ">", 0) | Domain("supplier_rank", ">", 0)
        domain &= Domain(partners._check_company_domain(self.company_id))
        ids = set()
        for name in names:
            query = partners._search(domain)
            value = partners._field_to_sql(query.table, name, query)
            rows = self.env.execute_query(query.select(SQL("DISTINCT %s", value)))
            ids.update(row[0] for row in rows)
        return self.env["account.payment.term"].browse(filter(None, ids)).exists()

    def _lacking(self, kind, subjects):
        """Return the gaps of one kind."""
        mappings = self.env["qbo.mapping"]
        rows = {row.key or "": row for row in mappings._rows_out(self, kind)}
        spare = None if kind in mappings._without_default() else rows.get("")
        all_missing = {}
        for candidates in subjects:
            found = (rows.get(mappings._key(each)) for each in candidates)
            row = next(filter(None, found), spare)
            if row is None:
                key = mappings._key(candidates[0])
                all_missing[key] = self._gap(kind, candidates[0], mappings)
            elif not row.reference_id.active:
                all_missing[row.key or ""] = self._gap(kind, row._records(), row)
        return list(all_missing.values())

    def _gap(self, kind, records, mapping):
        return Gap(kind, records, mapping)

    # -- filling ----------------------------------------------------------------

    def _follow_mappings(self):
        """Try again what lacked a mapping, now that mappings have changed."""
        # whoever may map need not see the records that waited for it
        problems_sudo = (
            self.env["qbo.exception"]
            .sudo()
            .search(
                Domain("connection_id", "in", self.ids)
                & Domain("button", "in", ("map", "connect"))
                & (Domain("button", "=", "map") | Domain("res_id", "!=", False))
                & Domain("closed_at", "=", False)
            )
        )
        lacking_sudo = problems_sudo.filtered("res_id")
        self.env["qbo.change"].sudo()._insert([row._mark() for row in lacking_sudo])
        for problem_sudo in problems_sudo - lacking_sudo:
            problem_sudo._retry()
        self.env["qbo.change"]._wake_once(lacking_sudo.connection_id)

    def action_open_missing_mappings(self):
        """Open the list of what is not mapped yet, with what could stand for it."""
        self.ensure_one()
        self.check_access("write")
        return self.env["qbo.missing.mapping"]._open(self)

    def action_create_terms(self):
        """Create the missing payment terms in QuickBooks, and map them."""
        self.ensure_one()
        self.check_access("write")
        made, left = self.env["qbo.term"]._create_missing(self)
        sentence = self.env._(
            "%(count)s payment terms were created in QuickBooks.", count=len(made)
        )
        if left:
            names = ", ".join(left.mapped("name"))
            sentence += " " + self.env._(
                "Map these by hand, QuickBooks has nothing like them: %(names)s.",
                names=names,
            )
        return self._toast(sentence, "warning" if left else "success")
