from odoo import models
from odoo.tools import SQL

from ..qbo.rules import Hook, Ref
from .watch import MappingProblem

DELIVERY = {"email": "Email", "snailmail": "Print", "manual": "None"}
DEEPEST = 4  # levels below the top
PLACE = ("ParentRef", "Job")


class QboMapperCustomer(models.AbstractModel):
    """Map partners to customers, child companies to sub-customers."""

    _name = "qbo.mapper.customer"
    _inherit = "qbo.mapper.partner"
    _description = "QuickBooks customer mapping"

    _entity = "Customer"
    _rank = "customer_rank"
    _owner_key = "CustomerRef"

    @property
    def _yielding(self):
        mine = {"PrimaryTaxIdentifier", "Taxable", "PreferredDeliveryMethod", "Job"}
        return super()._yielding | mine

    def _rules(self):
        position = ("property_account_position_id",)
        sending = ("invoice_sending_method",)
        return (
            *super()._rules(),
            Hook("ShipAddr", (), "_ship_out", ""),
            Hook("Notes", ("comment",), "_notes_out", "_notes_in"),
            Hook("PrimaryTaxIdentifier", ("vat",), "_tax_id_out", ""),
            Ref("SalesTermRef", "property_payment_term_id", "term"),
            Hook("ParentRef", ("parent_id",), "_parent_out", "_parent_in"),
            Hook("Job", ("parent_id",), "_job_out", ""),
            Hook("Taxable", position, "_taxable_out", "_taxable_in"),
            Hook("TaxExemptionReasonId", position, "_reason_out", ""),
            Hook("PreferredDeliveryMethod", sending, "_delivery_out", "_delivery_in"),
        )

    # -- sub-customers ----------------------------------------------------------

    def _needs(self, record, connection, part=""):
        """The company above it is a customer first."""
        return [("Customer", record.parent_id, "")] if record.parent_id else []

    def _parent_out(self, record, connection):
        if self._depth(record) > DEEPEST:
            raise MappingProblem(
                self.env._(
                    "%(name)s is more than %(count)s levels below its main company.",
                    name=self._label(record),
                    count=DEEPEST,
                ),
                advice=self.env._("Put it below a company further up."),
                button="open",
            )
        return self._linked_ref("Customer", record.parent_id, connection)

    def _depth(self, record):
        depth = 0
        while record.parent_id:
            record, depth = record.parent_id, depth + 1
        return depth

    def _job_out(self, record, connection):
        return bool(record.parent_id)

    def _parent_in(self, payload, connection):
        """The partner of the customer above; nothing while it is not here yet."""
        qbo_id = (payload.get("ParentRef") or {}).get("value")
        if not qbo_id:
            return {"parent_id": False}
        link = self.env["qbo.link"]._by_qbo_id(connection, "Customer", [qbo_id])
        parent = link[qbo_id].res_id if qbo_id in link else False
        return {"parent_id": parent, "is_company": True} if parent else {}

    def _arrived(self, links):
        """Put new sub-customers below their partners, whichever came first."""
        if not links:
            return
        connection = links[0].connection_id
        below = links.filtered("agreed").filtered(lambda link: self._above(link))
        below |= self._waiting_below(connection, links.mapped("qbo_id"))
        above = [self._above(link) for link in below]
        parents = links._by_qbo_id(connection, "Customer", above) if above else {}
        for link in below:
            parent = parents.get(self._above(link))
            if parent and parent.res_id and link.res_id:
                self._put_below(link, link.res_id, parent.res_id)

    def _above(self, link):
        """QuickBooks id of the customer above a linked one, or ""."""
        return ((link.agreed or {}).get("ParentRef") or {}).get("value") or ""

    def _waiting_below(self, connection, qbo_ids):
        """Links of the sub-customers of some customers."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM qbo_link
                    WHERE connection_id = %s AND entity = 'Customer'
                      AND agreed #>> '{ParentRef,value}' IN %s""",
                connection.id,
                tuple(filter(None, qbo_ids)) or ("",),
            )
        )
        return self.env["qbo.link"].browse([row[0] for row in rows])

    def _put_below(self, link, child_id, parent_id):
        child = self.env["res.partner"].browse(child_id)
        if child.parent_id or child_id == parent_id:
            return
        child.write({"parent_id": parent_id, "is_company": True})
        ours = {k: v for k, v in (link.ours or {}).items() if k not in PLACE}
        link.ours = ours or False

    def _is_company(self, payload):
        return bool(payload.get("ParentRef")) or super()._is_company(payload)

    # -- taxable or exempt --------------------------------------------------------

    def _taxable_out(self, record, connection):
        return not record.property_account_position_id.qbo_exemption

    def _reason_out(self, record, connection):
        """The reason of an exemption; only automated sales tax knows them."""
        reason = record.property_account_position_id.qbo_exemption
        return reason if connection.qbo_tax_engine == "ast" and reason != "0" else None

    def _taxable_in(self, payload, connection):
        """The fiscal position that exempts for this reason; none: left as it is."""
        if payload.get("Taxable", True):
            return {}
        positions = self.env["account.fiscal.position"].search(
            [
                ("company_id", "=", connection.company_id.id),
                ("qbo_exemption", "!=", False),
            ]
        )
        reason = payload.get("TaxExemptionReasonId") or "0"
        fitting = positions.filtered(lambda each: each.qbo_exemption == reason)
        position = (fitting or positions)[:1]
        return {"property_account_position_id": position.id} if position else {}

    def _apply(self, payload, connection, record):
        """Take an exemption away that is no more; other positions are not about it."""
        position = record.property_account_position_id
        if payload.get("Taxable") and position.qbo_exemption:
            record.property_account_position_id = False
        return super()._apply(payload, connection, record)

    # -- preferred delivery -------------------------------------------------------

    def _meaning(self, path, value):
        if path == "PreferredDeliveryMethod":
            return value or "Print"  # what QuickBooks does when nothing is said
        return super()._meaning(path, value)

    def _delivery_out(self, record, connection):
        return DELIVERY.get(record.invoice_sending_method)

    def _delivery_in(self, payload, connection):
        """By e-mail, or not at all; to print is QuickBooks' word for anything else."""
        wanted = payload.get("PreferredDeliveryMethod")
        way = {"Email": "email", "None": "manual"}.get(wanted)
        return {"invoice_sending_method": way} if way else {}

    def _suffix(self, connection):
        return connection.customer_suffix or f" {self.env._('(Customer)')}"
