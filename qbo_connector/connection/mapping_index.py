from odoo import api, fields, models

from ..models.kept_field import Kept


class QboConnectionMappingIndex(models.AbstractModel):
    """The part of a connection that knows its mappings by what they are asked for.

    They are read once for a transaction, however many lines and documents ask.
    """

    _name = "qbo.connection.mapping.index"
    _description = "QuickBooks mappings, by what they map"

    mapping_ids = fields.One2many(
        "qbo.mapping", "connection_id", groups="qbo_connector.qbo_group_user"
    )
    mapping_index = Kept(
        compute="_compute_mapping_index", compute_sudo=True, groups=fields.NO_ACCESS
    )

    @api.depends(
        "mapping_ids.kind",
        "mapping_ids.direction",
        "mapping_ids.key",
        "mapping_ids.reference_id.qbo_id",
    )
    def _compute_mapping_index(self):
        """Work out {"out": {(kind, key): id}, "in": {(kind, QuickBooks id): id}}."""
        for connection in self:
            # those of one way only come last there, and so they win
            mappings = connection.mapping_ids.sorted(
                lambda each: (each.direction == "pull", -each.id)
            )
            connection.mapping_index = {
                "out": {
                    (each.kind, each.key or ""): each.id
                    for each in mappings
                    if each.direction != "pull"
                },
                "in": {
                    (each.kind, each.reference_id.qbo_id): each.id
                    for each in mappings
                    if each.direction != "push" and each.key
                },
            }

    def _mapping_of(self, way, kind, asked):
        """Return the mapping "out" of a key or "in" of a QuickBooks id, or none.

        It comes with all the others as its neighbours, to be read together.
        """
        self.ensure_one()
        connection_sudo = self.sudo()  # whoever asks is checked by ``qbo.mapping``
        index = connection_sudo.mapping_index[way]
        found = index.get((kind, asked))
        mappings = self.env["qbo.mapping"]
        return mappings.browse(found).with_prefetch(index.values())

    def _mappings_out(self, kind):
        """Return the mappings of a kind that are used on the way to QuickBooks."""
        self.ensure_one()
        index = self.sudo().mapping_index["out"]
        ids = sorted(each for (of, _key), each in index.items() if of == kind)
        return self.env["qbo.mapping"].browse(ids).with_prefetch(index.values())
