from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# What a kind of mapping maps: label, list of QuickBooks, models of Odoo. A kind
# without model has one row per connection: what to take when nothing else fits.
KINDS = {
    "term": ("Payment terms", "Term", ("account.payment.term",)),
    "tax": ("Taxes", "TaxCode", ("account.tax",)),
    "account": ("Accounts", "Account", ("account.account",)),
    "payment_method": (
        "Payment methods",
        "PaymentMethod",
        ("account.payment.method.line",),
    ),
    "deposit_account": (
        "Deposit accounts",
        "Account",
        ("account.payment.method.line", "account.journal"),
    ),
    "class": ("Classes", "Class", ("account.analytic.account", "product.category")),
    "department": ("Locations", "Department", ("account.analytic.account",)),
    "income_account": ("Income account of new products", "Account", ()),
    "expense_account": ("Expense account of new products", "Account", ()),
}
# Their row without record is no fallback: it stands for "none of these".
WITHOUT_DEFAULT = ("tax",)


class QboMapping(models.Model):
    """What stands for a record of Odoo in a list of QuickBooks.

    Many records may share one entry, so this is not a link. A row without record is
    the default of its kind. A set of taxes is one row with several taxes.
    """

    _name = "qbo.mapping"
    _description = "QuickBooks mapping"
    _inherit = ["qbo.mapping.lookup", "qbo.guarded.mixin"]
    _order = "kind, id"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "qbo.connection",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self._default_connection(),
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    kind = fields.Selection(selection="_selection_kind", required=True)
    direction = fields.Selection(
        [
            ("both", "Both ways"),
            ("push", "Odoo to QuickBooks"),
            ("pull", "QuickBooks to Odoo"),
        ],
        required=True,
        default="both",
    )
    res_model = fields.Char(string="Model", compute="_compute_record", store=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", compute="_compute_record", store=True
    )
    record = fields.Reference(
        selection="_selection_record",
        string="In Odoo",
        help="Empty: what to take when nothing else fits.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes in Odoo",
        check_company=True,
        context={"active_test": False},
        help="Several taxes: a line that carries exactly these.",
    )
    key = fields.Char(compute="_compute_record", store=True)
    entity = fields.Char(compute="_compute_entity")
    has_record = fields.Boolean(compute="_compute_entity")
    record_models = fields.Char(compute="_compute_entity")
    reference_id = fields.Many2one(
        "qbo.reference",
        string="In QuickBooks",
        required=True,
        ondelete="cascade",
        index=True,
    )
    is_proposed = fields.Boolean(
        string="Proposed", readonly=True, help="Found by its name, not chosen by hand."
    )
    is_lost = fields.Boolean(
        string="No longer active in QuickBooks",
        compute="_compute_is_lost",
        search="_search_is_lost",
    )

    _one_way_out = models.UniqueIndex(
        "(connection_id, kind, key) WHERE direction <> 'pull'",
        "This is mapped already.",
    )
    _one_way_in = models.UniqueIndex(
        "(connection_id, kind, reference_id) WHERE direction = 'pull'",
        "This entry of QuickBooks is mapped already.",
    )

    @api.model
    def _kinds(self):
        """Return the kinds of mapping; add-ons extend it with their own."""
        return KINDS

    @api.model
    def _without_default(self):
        """Return the kinds whose row without record is no fallback."""
        return WITHOUT_DEFAULT

    @api.model
    def _selection_kind(self):
        return [
            (kind, label) for kind, (label, _entity, _models) in self._kinds().items()
        ]

    @api.model
    def _selection_record(self):
        names = {
            model
            for _label, _entity, models in self._kinds().values()
            for model in models
        }
        return [
            (name, self.env["ir.model"]._get(name).name)
            for name in sorted(names)
            if name in self.env
        ]

    @api.model
    def _default_connection(self):
        return self.env.company._qbo_connection()

    @api.depends("record", "tax_ids", "kind")
    def _compute_record(self):
        for mapping in self:
            records = mapping.tax_ids if mapping.kind == "tax" else mapping.record
            mapping.res_model = records._name if records else False
            mapping.res_id = records.id if records and len(records) == 1 else False
            mapping.key = self._key(records)

    @api.depends("kind")
    def _compute_entity(self):
        for mapping in self:
            _label, entity, models_ = self._kinds().get(mapping.kind, ("", False, ()))
            mapping.entity = entity
            mapping.has_record = bool(models_)
            mapping.record_models = ",".join(models_)

    @api.depends("reference_id.active")
    def _compute_is_lost(self):
        for mapping in self:
            reference = mapping.reference_id
            mapping.is_lost = bool(reference) and not reference.active

    @api.depends("kind", "reference_id")
    def _compute_display_name(self):
        labels = dict(self._selection_kind())
        for mapping in self:
            names = (labels.get(mapping.kind), mapping.reference_id.full_name)
            mapping.display_name = ": ".join(filter(None, names))

    def _search_is_lost(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("reference_id.active", "=", False)
        return domain if True in value else ~domain

    @api.constrains("kind", "reference_id", "connection_id")
    def _check_reference(self):
        for mapping in self:
            reference = mapping.reference_id
            if reference.connection_id != mapping.connection_id:
                raise ValidationError(
                    self.env._("The list entry belongs to another connection.")
                )
            if reference.entity != mapping.entity:
                raise ValidationError(
                    self.env._(
                        "%(entry)s is in another list.", entry=reference.full_name
                    )
                )
            if mapping.kind == "deposit_account" and not reference.takes_deposits:
                raise ValidationError(
                    self.env._(
                        "%(account)s can't receive payments: QuickBooks takes Bank and "
                        "Other Current Asset accounts only.",
                        account=reference.full_name,
                    )
                )

    @api.constrains("kind", "record", "tax_ids")
    def _check_record(self):
        for mapping in self:
            label, _entity, names = self._kinds()[mapping.kind]
            records = mapping._records()
            if records and records._name not in names:
                raise ValidationError(
                    self.env._(
                        "%(record)s is not what %(kind)s are made of.",
                        record=records.display_name,
                        kind=label,
                    )
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        """Drop what another kind was made of."""
        _label, entity, names = self._kinds().get(self.kind, ("", False, ()))
        if self.record and self.record._name not in names:
            self.record = False
        if self.kind != "tax":
            self.tax_ids = False
        if self.reference_id.entity != entity:
            self.reference_id = False

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        mappings.connection_id._follow_mappings()
        return mappings

    def write(self, vals):
        result = super().write(vals)
        self.connection_id._follow_mappings()
        return result

    # --- Looking up --------------------------------------------------------------

    @api.model
    def _key(self, records):
        """Return one text for a record or a set of records; empty for the default."""
        if not records:
            return ""
        return f"{records._name}:{','.join(map(str, sorted(records.ids)))}"

    @api.model
    def _out(self, connection, kind, *candidates):
        """Return the list entry of the first candidate that is mapped.

        A candidate is a record or a set of taxes. Without any: the default of the
        kind, which for taxes stands for lines without tax alone.
        """
        self.browse().check_access("read")
        keys = [self._key(each) for each in candidates]
        if kind not in self._without_default():
            keys.append("")
        found = (connection._mapping_of("out", kind, key) for key in keys)
        return next(filter(None, found), self.browse()).reference_id

    @api.model
    def _in(self, connection, kind, qbo_id):
        """Return the records that the list entry ``qbo_id`` comes to, empty for none.

        A row for this direction alone wins over one for both.
        """
        self.browse().check_access("read")
        return connection._mapping_of("in", kind, qbo_id)._records()

    def _records(self):
        return self.tax_ids if self.kind == "tax" else self.record

    # --- Proposals ---------------------------------------------------------------

    @api.model
    def action_propose(self, *_selected):
        """Map by name, for the connection in sight or the company's own."""
        connection_id = self.env.context.get("default_connection_id")
        connection = self.env["qbo.connection"].browse(connection_id or [])
        connection = connection or self._default_connection()
        if not connection:
            raise UserError(self.env._("Connect a QuickBooks company first."))
        return connection.action_propose_mappings()

    @api.model
    def _propose(self, connection):
        """Map by name what is not mapped yet; return how many rows were made."""
        proposals = self.env["qbo.mapping.proposal"].with_company(connection.company_id)
        rows = [
            row for kind in self._kinds() for row in proposals._rows(connection, kind)
        ]
        return len(self.create(rows))
