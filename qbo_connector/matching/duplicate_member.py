from odoo import fields, models
from odoo.tools import SQL

from ..actions import form_of
from .duplicate_finder import PARTIES


class QboDuplicateMember(models.Model):
    """One of the two of a possible duplicate, as it was when they were found."""

    _name = "qbo.duplicate.member"
    _description = "One of a possible duplicate"
    _order = "duplicate_id, id"

    duplicate_id = fields.Many2one(
        "qbo.duplicate", required=True, index=True, ondelete="cascade"
    )
    side = fields.Selection(related="duplicate_id.side")
    key = fields.Char(string="Number", required=True, index=True)
    name = fields.Char()
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    address = fields.Char()
    balance = fields.Monetary()
    currency_id = fields.Many2one("res.currency")
    linked_with = fields.Char(compute="_compute_standing")
    document_count = fields.Integer(
        string="Documents in Step", compute="_compute_standing"
    )
    is_suggested = fields.Boolean(compute="_compute_standing")

    def _compute_standing(self):
        """Say what each is linked with, what hangs on it, and which should stay."""
        for pair in self.duplicate_id:
            # links and documents count, whoever may see their records
            pair_sudo = pair.sudo()
            links = pair_sudo.member_ids._links()
            counts = self._document_counts(pair_sudo, links)
            for member in pair_sudo.member_ids:
                mine = links[member.key]
                other = "record_name" if pair.side == "there" else "qbo_name"
                linked = filter(None, dict.fromkeys(mine.mapped(other)))
                member.linked_with = ", ".join(linked)
                member.document_count = counts.get(member.key, 0)
                member.is_suggested = False
            pair_sudo.member_ids._best().is_suggested = True

    def _links(self):
        """The links of each: {key: links}."""
        pair = self.duplicate_id
        links = self.env["qbo.link"]
        mine = [("connection_id", "=", pair.connection_id.id), ("qbo_id", "!=", False)]
        if pair.side == "there":
            mine += [("entity", "=", pair.entity), ("res_id", "!=", False)]
            found = links.search([*mine, ("qbo_id", "in", self.mapped("key"))])
            grouped = found.grouped("qbo_id")
        else:
            ids = [int(key) for key in self.mapped("key")]
            mine += [("res_model", "=", "res.partner"), ("res_id", "in", ids)]
            grouped = links.search(mine).grouped(lambda link: str(link.res_id))
        return {member.key: grouped.get(member.key, links) for member in self}

    def _are_two_there(self):
        """Whether contacts are linked with two customers, or two vendors."""
        found = set()
        for links in self._links().values():
            found |= {(link.entity, link.qbo_id) for link in links}
        return len({entity for entity, _qbo_id in found}) < len(found)

    def _document_counts(self, pair, links_by_key):
        """How many linked documents are each one's: {key: count}."""
        counts = {}
        for entity in PARTIES:
            if pair.side == "there":
                ids = {key: key for key in links_by_key if pair.entity == entity}
            else:
                ids = {
                    link.qbo_id: key
                    for key, links in links_by_key.items()
                    for link in links
                    if link.entity == entity
                }
            for qbo_id, count in self._owned(pair.connection_id, entity, ids):
                counts[ids[qbo_id]] = counts.get(ids[qbo_id], 0) + count
        return counts

    def _owned(self, connection, entity, qbo_ids):
        """(QBO id, number of linked documents) of some customers or vendors."""
        if not qbo_ids:
            return []
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """SELECT agreed #>> %(path)s, count(*) FROM qbo_link
                    WHERE connection_id = %(connection)s
                      AND agreed #>> %(path)s IN %(ids)s
                    GROUP BY 1""",
                path=[self.env["qbo.mapper"]._for(entity)._owner_key, "value"],
                connection=connection.id,
                ids=tuple(qbo_ids),
            )
        )

    def _best(self):
        """The one that should stay: linked, owing, used more, else the older one."""
        ranked = self.sorted(
            lambda one: (
                not one.linked_with,
                not one.balance,
                -one.document_count,
                -one._rank(),
                len(one.key),
                one.key,
            )
        )
        return ranked[:1]

    def _rank(self):
        """How often a contact was customer or vendor; 0 for those of QuickBooks."""
        if self.side == "there":
            return 0
        partner = self.env["res.partner"].browse(int(self.key)).exists()
        return partner.customer_rank + partner.supplier_rank

    # -- buttons --------------------------------------------------------------

    def action_open(self):
        """Open the contact, or the page in QuickBooks itself."""
        self.ensure_one()
        pair = self.duplicate_id
        if pair.side == "here":
            return form_of("res.partner", int(self.key), views=[(False, "form")])
        link = self.env["qbo.link"].new(
            {
                "connection_id": pair.connection_id.id,
                "entity": pair.entity,
                "qbo_id": self.key,
            }
        )
        return link._open_in_quickbooks()
