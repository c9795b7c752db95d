from odoo import fields, models
from odoo.fields import Domain

SHOWN = 8  # names; the rest is counted


class QboGaps(models.AbstractModel):
    """The part of a connection that knows which mappings are missing."""

    _name = "qbo.gaps"
    _description = "QuickBooks mappings that are missing"

    missing_count = fields.Integer(
        string="Missing Mappings", compute="_compute_missing_count"
    )
    missing_text = fields.Text(
        string="Not Mapped Yet", compute="_compute_missing_count"
    )

    def _compute_missing_count(self):
        for connection in self:
            missing = connection._gaps() if connection.realm_id else {}
            connection.missing_count = sum(map(len, missing.values()))
            lines = [connection._gap_line(kind, some) for kind, some in missing.items()]
            connection.missing_text = "\n".join(filter(None, lines))

    def _gap_line(self, kind, records):
        if not records:
            return ""
        label = self.env["qbo.mapping"]._kinds()[kind][0]
        names = records[:SHOWN].mapped("display_name")
        more = len(records) - len(names)
        names += [self.env._("%(count)s more", count=more)] if more else []
        return f"{label}: {', '.join(names)}"

    def _gaps(self):
        """Records that may be needed and have no active entry: {kind: records}.

        A default row of the kind stands for all.
        """
        self.ensure_one()
        return {kind: self._unmapped(kind, records) for kind, records in self._needed()}

    def _needed(self):
        """Yield (kind, records) of what documents and partners may refer to."""
        company = self.company_id
        terms = self.env["account.payment.term"]
        yield "term", terms.search(terms._check_company_domain(company))
        taxes = self.env["account.tax"]
        used = Domain("type_tax_use", "in", ("sale", "purchase"))
        yield "tax", taxes.search(used & Domain(taxes._check_company_domain(company)))
        lines = self.env["account.payment.method.line"]
        yield (
            "deposit_account",
            lines.search(
                [
                    ("journal_id.company_id", "=", company.id),
                    ("payment_type", "=", "inbound"),
                ]
            ),
        )

    def _unmapped(self, kind, records):
        mappings = self.env["qbo.mapping"].search(
            [
                ("connection_id", "=", self.id),
                ("kind", "=", kind),
                ("direction", "!=", "pull"),
                ("reference_id.active", "=", True),
            ]
        )
        keys = set(mappings.mapped("key"))
        if "" in keys or False in keys:
            return records.browse()
        return records.filtered(lambda each: mappings._key(each) not in keys)

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
