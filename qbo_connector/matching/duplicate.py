from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..actions import dialog_of, form_of
from ..buttons import BUTTON_TIMEOUT, check_user
from ..qbo import query
from ..qbo.errors import QboError

CREATOR = "base.group_partner_manager"


class QboDuplicate(models.Model):
    """Two of one side that may be the same: a person decides.

    ``keys`` are the two ids, in order: the pair that a person called different is
    known by them and never proposed again.
    """

    _name = "qbo.duplicate"
    _description = "Possible duplicate"
    _inherit = ["qbo.duplicate.shown"]
    _order = "likelihood desc, score desc, id"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    side = fields.Selection(
        [("here", "Odoo"), ("there", "QuickBooks")], string="Twice In", required=True
    )
    entity = fields.Char(string="Type", required=True)
    keys = fields.Char(required=True)
    name = fields.Char(string="One")
    other_name = fields.Char(string="The Other")
    score = fields.Float(digits=(5, 0), help="100 is as sure as can be.")
    likelihood = fields.Selection(
        [("possible", "Possible"), ("sure", "Very likely")], required=True
    )
    reasons = fields.Char(string="Why")
    origin = fields.Selection(
        [("search", "Found by searching"), ("merge", "Merged on the other side")],
        required=True,
    )
    state = fields.Selection(
        [
            ("open", "To decide"),
            ("merged", "Merged"),
            ("distinct", "Not the same"),
            ("gone", "No longer there twice"),
        ],
        required=True,
        default="open",
        index=True,
    )
    member_ids = fields.One2many("qbo.duplicate.member", "duplicate_id")
    guidance = fields.Html(compute="_compute_guidance")

    _one_each = models.UniqueIndex(
        "(connection_id, side, entity, keys)", "This pair is listed already."
    )

    @api.depends_context("lang")
    @api.depends("side", "state", "member_ids")
    def _compute_guidance(self):
        for pair in self:
            steps = []
            if pair.state == "open" and len(pair.member_ids) == 2:
                there = pair.side == "there"
                steps = pair._steps_there() if there else pair._steps_here()
            items = Markup().join(Markup("<li>%s</li>") % step for step in steps)
            pair.guidance = Markup("<ol>%s</ol>") % items if steps else False

    def _steps_there(self):
        keep = self.member_ids.filtered("is_suggested")
        gone = self.member_ids - keep
        names = {"keep": keep.name, "gone": gone.name}
        return [
            self.env._("In QuickBooks, open %(gone)s and press Edit.", **names),
            self.env._(
                "Give it exactly the name of the other, %(keep)s, and save. Both must "
                "have the same currency and stand below the same customer, if any.",
                **names,
            ),
            self.env._(
                "QuickBooks asks whether to merge the two: say yes. All documents go "
                "to %(keep)s; this cannot be undone.",
                **names,
            ),
            self.env._("Come back and press I Merged Them: Check Again."),
        ]

    def _steps_here(self):
        steps = [
            self.env._(
                "Press Merge in Odoo and choose the contact that stays. All documents "
                "and the links with QuickBooks go to it."
            )
        ]
        if self.sudo().member_ids._are_two_there():
            steps.append(
                self.env._(
                    "QuickBooks has two of them as well. Nothing there is changed by "
                    "merging here, and both stay linked with the contact that stays; "
                    "you are led on to the two afterwards, to merge those as well."
                )
            )
        return steps

    # -- buttons --------------------------------------------------------------

    @api.model
    def _open_list(self):
        """Open the list, without contacts that are gone meanwhile."""
        check_user(self.env)
        self.env["qbo.duplicate.follow"].sudo()._close_gone()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qbo_connector.qbo_duplicate_action"
        )

    def action_find(self):
        """Ask where to search."""
        return self.env["qbo.duplicate.search"]._begin()

    def action_distinct(self):
        """Remember that these are not the same."""
        self._for_user("open").state = "distinct"
        return True

    def action_reopen(self):
        """Decide anew about what was called different."""
        self._for_user("distinct").state = "open"
        return True

    def action_merge(self):
        """Open Odoo's own merging with both contacts in it."""
        self._one_open()
        if not self.env.user.has_group(CREATOR):
            raise UserError(
                self.env._("Ask somebody who may create contacts to merge these.")
            )
        partners = self.env["res.partner"].browse(map(int, self.keys.split()))
        if len(partners.exists()) < 2:
            self.env["qbo.duplicate.follow"].sudo()._close_gone()
            raise UserError(self.env._("One of the two is no longer there."))
        kept = self.member_ids.filtered("is_suggested")
        merging = self.env["base.partner.merge.automatic.wizard"].with_context(
            active_model="res.partner", active_ids=partners.ids
        )
        wizard = merging.create({"dst_partner_id": int(kept.key)})
        title = self.env._("Merge Contacts")
        window = dialog_of(wizard._name, wizard.id, title)
        return {**window, "context": {"active_test": False}}

    def action_check(self):
        """Read both from QuickBooks, and follow it where one was merged."""
        pair_sudo = self._one_open()
        try:
            left, is_merged = pair_sudo._ask()
        except QboError as error:
            raise UserError(pair_sudo.connection_id._sentence(error)) from error
        if is_merged:
            return self._follow(pair_sudo, *left)
        if not left:
            pair_sudo.state = "gone"
        sentences = {
            0: self.env._("Both are inactive in QuickBooks."),
            1: self.env._(
                "One is inactive in QuickBooks but still has its documents, so it was "
                "not merged. Make it active there and merge it."
            ),
            2: self.env._("QuickBooks has both of them still."),
        }
        return self.env["qbo.connection"]._toast(sentences[len(left)], "warning")

    def _ask(self):
        """Ids of those that are active, and whether the other one was merged.

        One metered read, and one call more where documents of it are linked: a merge
        hands them over. Raises QboError.
        """
        keys = self.keys.split()
        [clause] = query.in_list("Id", keys)
        client = self.connection_id._client(timeout=BUTTON_TIMEOUT)
        rows = client.query_page(query.select(self.entity, clause))
        left = [row["Id"] for row in rows]
        if len(left) != 1:
            return left, False
        [gone] = set(keys) - set(left)
        merger = self.env["qbo.pull.merged"]
        owned = merger._owned(self.connection_id, self.entity, [{"Id": gone}])
        owners = merger._owners(client, self.entity, owned)
        return left, gone not in owners.get(gone, ())

    def _follow(self, pair_sudo, kept):
        """Let links follow, and go on with the contacts if there are two."""
        [gone] = set(self.keys.split()) - {kept}
        follow = self.env["qbo.duplicate.follow"].sudo()
        follow._follow(pair_sudo.connection_id, self.entity, kept, gone)
        offered = follow._offered_here(pair_sudo.connection_id, self.entity, kept)
        if offered:
            return offered.with_env(self.env)._open()
        sentence = self.env._("Merged. The links follow.")
        return self.env["qbo.connection"]._toast(sentence, "success")

    def _open(self):
        """Open the pair with what to do."""
        self.ensure_one()
        title = self.env._("Duplicate")
        return form_of(self._name, self.id, name=title, views=[(False, "form")])

    def _one_open(self):
        self.ensure_one()
        pair_sudo = self._for_user("open")
        if not pair_sudo:
            raise UserError(self.env._("This pair is decided already."))
        return pair_sudo

    def _for_user(self, state):
        """Those in a state, with the rights to change them, for QuickBooks users."""
        check_user(self.env)
        self.check_access("read")
        return self.sudo().filtered(lambda pair: pair.state == state)

    # -- what a search found anew, or not any more ----------------------------

    def _may_change(self):
        """Whether a search may say anew what it found of this pair."""
        decided = self.state == "distinct"
        return not decided and (self.origin == "search" or self.state != "open")

    def _lapse(self):
        """Close those that a search did not find again."""
        self.filtered(
            lambda pair: pair.state == "open" and pair.origin == "search"
        ).state = "gone"
