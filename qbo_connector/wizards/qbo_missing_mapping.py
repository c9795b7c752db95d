from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..qbo.names import undeleted


class QboMissingMapping(models.TransientModel):
    """One missing mapping, with what could stand for it in QuickBooks.

    The list is made anew each time it is opened.
    """

    _name = "qbo.missing.mapping"
    _description = "QuickBooks mapping that is missing"
    _inherit = ["qbo.wizard.mixin"]
    _filled = frozenset(("reference_id", "is_proposed"))
    _order = "kind, name, id"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(selection="_selection_kind", required=True, readonly=True)
    name = fields.Char(string="In Odoo", required=True, readonly=True)
    was = fields.Char(string="No Longer Active", readonly=True)
    subject = fields.Json(readonly=True)
    entity = fields.Char(readonly=True)
    mapping_id = fields.Many2one("qbo.mapping", readonly=True, ondelete="cascade")
    reference_id = fields.Many2one(
        "qbo.reference",
        string="In QuickBooks",
        domain="[('connection_id', '=', connection_id), ('entity', '=', entity),"
        " ('takes_deposits', 'in', [True] if kind == 'deposit_account'"
        " else [True, False])]",
    )
    is_proposed = fields.Boolean(string="Proposed", readonly=True)

    @api.model
    def _selection_kind(self):
        return self.env["qbo.mapping"]._selection_kind()

    @api.onchange("reference_id")
    def _onchange_reference(self):
        self.is_proposed = False

    # -- opening ----------------------------------------------------------------

    @api.model
    def _open(self, connection):
        """Open the list of the gaps there are now."""
        connection.check_access("write")
        # whoever maps need not see the documents that need it
        rows_sudo = self.sudo()._renew(connection.sudo())
        action = self.env["ir.actions.actions"]._for_xml_id(
            "qbo_connector.qbo_missing_mapping_action"
        )
        context = {"default_connection_id": connection.id, "search_default_by_kind": 1}
        return {**action, "domain": [("id", "in", rows_sudo.ids)], "context": context}

    def _renew(self, connection):
        """Replace the user's list of a connection by what is missing now."""
        mine = Domain("connection_id", "=", connection.id)
        self.search(mine & Domain("create_uid", "=", self.env.uid)).unlink()
        all_missing = connection._missing_mappings()
        found = self._proposals(connection, {missing.kind for missing in all_missing})
        return self.create(
            [self._values(connection, missing, found) for missing in all_missing]
        )

    def _proposals(self, connection, kinds):
        """Return {(kind, key): entry} of what is found by name."""
        proposals = self.env["qbo.mapping.proposal"].with_company(connection.company_id)
        return {
            (kind, key): reference
            for kind in kinds
            for key, reference in proposals._found(connection, kind).items()
        }

    def _values(self, connection, missing, found):
        mappings = self.env["qbo.mapping"]
        proposed = found.get((missing.kind, mappings._missing_key(missing)))
        if not proposed and missing.kind not in mappings._without_default():
            proposed = found.get((missing.kind, ""))
        return {
            "connection_id": connection.id,
            "kind": missing.kind,
            "name": mappings._missing_name(missing),
            "was": undeleted(missing.mapping.reference_id.full_name or ""),
            "subject": mappings._subject(missing.kind, missing.records),
            "entity": mappings._kinds()[missing.kind][1],
            "mapping_id": missing.mapping.id,
            "reference_id": proposed.id if proposed else False,
            "is_proposed": bool(proposed),
        }

    # -- buttons ----------------------------------------------------------------

    def action_accept(self):
        """Map these as chosen, and show what is left."""
        connection = self.connection_id
        self._accept()
        return self._open(connection)

    @api.model
    def action_accept_all(self, *_selected):
        """Map all that something was found or chosen for, and show what is left."""
        connection_id = self.env.context.get("default_connection_id")
        connection = self.env["qbo.connection"].browse(connection_id or [])
        if not connection:
            raise UserError(self.env._("Open this list from a connection."))
        rows = self.search(
            Domain("connection_id", "=", connection.id)
            & Domain("create_uid", "=", self.env.uid)
            & Domain("reference_id", "!=", False)
        )
        if not rows:
            raise UserError(
                self.env._(
                    "Nothing was found by name. Choose what stands for it, in the "
                    "column In QuickBooks."
                )
            )
        rows._accept()
        return self._open(connection)

    def _accept(self):
        """Write the mappings; rights and rules of mappings apply."""
        if not all(row.reference_id for row in self):
            raise UserError(
                self.env._("Choose first what stands for it in QuickBooks.")
            )
        lost = self.filtered("mapping_id")
        for row in lost:
            row.mapping_id.write(
                {"reference_id": row.reference_id.id, "is_proposed": row.is_proposed}
            )
        self.env["qbo.mapping"].create([row._mapping() for row in self - lost])

    def _mapping(self):
        vals = {
            "connection_id": self.connection_id.id,
            "kind": self.kind,
            "reference_id": self.reference_id.id,
            "is_proposed": self.is_proposed,
        }
        if "tax_ids" in self.subject:
            return {**vals, "tax_ids": [Command.set(self.subject["tax_ids"])]}
        return {**vals, **self.subject}
