from odoo import models
from odoo.exceptions import AccessError

from ..buttons import check_user


class QboDoor(models.AbstractModel):
    """What a button asks of whoever presses it, before superuser rights are taken.

    What is done afterwards is done for the connection's company; what is asked is
    asked in the companies that the person works in.
    """

    _name = "qbo.door"
    _description = "Guard of QuickBooks buttons"

    def _admit(self, connection):
        """Raise AccessError unless the user works with QuickBooks and a connection."""
        check_user(self.env)
        self._own(connection).check_access("read")

    def _check_write(self, model, res_id):
        """Raise AccessError unless the user may write a record, if it is there."""
        if model in self.env and res_id:
            self._own(self.env[model].browse(res_id)).exists().check_access("write")

    def _check_linkable(self, connection, entity, model, res_id):
        """Raise AccessError unless the user may link a record as a type.

        The record must be readable, and the user's rules for writing must show it;
        who brings links in need not have the right to edit contacts.
        """
        self._admit(connection)
        if not self._is_of(entity, model):
            raise AccessError(
                self.env._(
                    "Records of %(model)s are not kept in step as %(type)s.",
                    model=model,
                    type=entity,
                )
            )
        record = self._own(self.env[model].browse(res_id))
        if not record.exists():
            return
        record.check_access("read")
        rules = self.env["ir.rule"].with_user(self.env.user)
        domain = rules._compute_domain(model, "write")
        if not record.sudo().with_context(active_test=False).filtered_domain(domain):
            raise rules._make_access_error("write", record)
        self._check_company(connection, record)

    def _check_company(self, connection, record):
        """Raise AccessError for a record that belongs to another company."""
        companies = set(record.sudo()._qbo_companies().values()) - {None, False}
        if companies - set(connection.sudo().company_id.root_id.ids):
            raise AccessError(
                self.env._("A record is linked in the QuickBooks of its company only.")
            )

    def _is_of(self, entity, model):
        """Whether records of a model are kept in step as a type."""
        return any(
            mapper._entity == entity and mapper._odoo_model == model
            for mapper in self.env["qbo.mapper"]._all()
        )

    def _own(self, records):
        """The records with the user's own rights, whoever holds them."""
        return records.with_env(self.env).with_user(self.env.user)
