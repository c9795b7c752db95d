from odoo import fields, models
from odoo.fields import Domain

from ..engine.turn import OVER
from ..models.kept_field import Kept


class QboConnectionLinkMemo(models.AbstractModel):
    """The part of a connection that remembers who is linked with whom.

    What was looked up for many at once is known to each of them; it is forgotten
    type by type when links change, and with everything else that the ORM forgets.
    """

    _name = "qbo.connection.link.memo"
    _description = "QuickBooks links, as looked up"

    link_memo = Kept(
        compute="_compute_link_memo", compute_sudo=True, groups=fields.NO_ACCESS
    )

    def _compute_link_memo(self):
        for connection in self:
            connection.link_memo = {}

    def _links_seen(self, entity, side):
        """Return what is known of the links of a type, as its reader may see them."""
        self.ensure_one()
        memo = self.sudo().link_memo.setdefault(entity, {})
        return memo.setdefault((side, self.env.uid, self.env.su), {})

    def _forget_links(self, entity):
        """Look the links of a type up anew when they are asked for."""
        for connection_sudo in self.sudo():
            connection_sudo.link_memo.pop(entity, None)

    # -- by QuickBooks id -------------------------------------------------------

    def _linked_record(self, entity, qbo_id):
        """Return the Odoo record of a QuickBooks object, None when there is none."""
        seen = self._links_seen(entity, "there")
        if qbo_id not in seen:
            self._look_up_objects(entity, [qbo_id])
        model, res_id, neighbours = seen[qbo_id] or (None, None, None)
        if not model:
            return None
        return self.env[model].browse(res_id).with_prefetch(neighbours)

    def _look_up_objects(self, entity, qbo_ids):
        """Look up at once whom QuickBooks objects are linked with."""
        seen = self._links_seen(entity, "there")
        missing = set(qbo_ids) - seen.keys()
        if not missing:
            return
        links = self.env["qbo.link"].search(
            Domain("connection_id", "=", self.id)
            & Domain("entity", "=", entity)
            & Domain("qbo_id", "in", list(missing))
            & Domain("res_id", "!=", False)
            & Domain("state", "not in", OVER),
            order="id",
        )
        newest = {link.qbo_id: link for link in links}
        seen.update(dict.fromkeys(missing))
        for model, some in links.grouped("res_model").items():
            ids = self.env[model].browse(some.mapped("res_id")).exists()._ids
            for link in some:
                if link == newest[link.qbo_id] and link.res_id in ids:
                    seen[link.qbo_id] = (model, link.res_id, ids)

    # -- by record --------------------------------------------------------------

    def _link_of(self, entity, record, part=""):
        """Return the link of an Odoo record, empty when there is none."""
        seen = self._links_seen(entity, "here")
        key = (record._name, record.id, part)
        links = self.env["qbo.link"]
        if key not in seen:
            return links.search(self._links_domain(entity, record, part), limit=1)
        link_id, neighbours = seen[key]
        return links.browse(link_id).with_prefetch(neighbours)

    def _look_up_records(self, entity, records, part=""):
        """Look up at once the links of records."""
        seen = self._links_seen(entity, "here")
        links = self.env["qbo.link"].search(self._links_domain(entity, records, part))
        found, neighbours = {link.res_id: link.id for link in links}, links.ids
        for res_id in records.ids:
            seen[records._name, res_id, part] = (found.get(res_id), neighbours)

    def _links_domain(self, entity, records, part):
        return (
            Domain("connection_id", "=", self.id)
            & Domain("entity", "=", entity)
            & Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("part", "=", part)
        )
