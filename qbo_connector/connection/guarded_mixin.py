from odoo import api, models
from odoo.fields import Command

POINTING = (Command.LINK, Command.UPDATE, Command.DELETE, Command.UNLINK)


class QboGuardedMixin(models.AbstractModel):
    """Records that stay in the companies of whoever writes them.

    Odoo asks its rules before it writes, and of what a record points at it asks none:
    without this a record could be handed to the connection of a company that its
    writer does not work in, or show by name what its writer may not see.
    """

    _name = "qbo.guarded.mixin"
    _description = "Kept in the writer's companies"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_pointed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_pointed(vals)
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")
        return result

    def onchange(self, values, field_names, fields_spec):
        """Show by related fields nothing of what the user's rules hide."""
        start = "default_"
        context = self.env.context
        defaults = {
            name.removeprefix(start): value
            for name, value in context.items()
            if name.startswith(start)
        }
        self._check_pointed(defaults)
        self._check_pointed(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_pointed(self, vals):
        """Raise AccessError if a value points at what the user's rules hide."""
        if self.env.su:
            return
        for name, value in vals.items():
            for model, res_id in self._pointed(name, value, vals):
                self._check_seen(model, res_id)

    def _pointed(self, name, value, vals):
        """What a value points at: pairs of model and id."""
        field = self._fields.get(name)
        if not value or field is None:
            return
        if field.type == "many2one" and isinstance(value, int):
            yield field.comodel_name, value
        elif field.type == "reference":
            model, _comma, res_id = str(value).partition(",")
            if res_id.isdecimal():
                yield model, int(res_id)
        elif field.type == "many2one_reference" and vals.get(field.model_field):
            yield vals[field.model_field], value
        elif field.relational and isinstance(value, (list, tuple)):
            for res_id in self._commanded(value):
                yield field.comodel_name, res_id

    def _commanded(self, commands):
        """Ids of records that are there already, in values of a list of records."""
        for command in commands:
            if isinstance(command, int):
                yield command
            elif command[0] in POINTING:
                yield command[1]
            elif command[0] == Command.SET:
                yield from command[2]

    def _check_seen(self, model, res_id):
        """Raise AccessError if the user's rules hide a record, not as to its model."""
        if model not in self.env:
            return
        rules = self.env["ir.rule"]
        record = self.env[model].browse(res_id)
        there = record.sudo().with_context(active_test=False).exists()
        if there and not there.filtered_domain(rules._compute_domain(model, "read")):
            raise rules._make_access_error("read", record)
