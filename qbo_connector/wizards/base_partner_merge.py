from odoo import models

from ..models.qbo_sync_mixin import USER


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Let links follow partners that are merged here.

        QuickBooks keeps its customers: to make one inactive would write off what it
        still owes. Where the partner that stays is linked already, the other object
        stays linked as a part of its own, so its documents still find the partner,
        and both are listed as duplicates in QuickBooks.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = partners.exists()
        if len(kept) == 1 and len(partners) > 1:
            # links are written by the sync, whoever merges
            self.env["qbo.link"].sudo()._move(partners - kept, kept)
            gone = partners - kept
            self.env["qbo.duplicate.follow"].sudo()._merged_here(gone.ids, kept)
        return result

    def action_merge(self):
        """Lead on to QuickBooks where it has two of the contact that stays."""
        kept = self.dst_partner_id
        action = super().action_merge()
        if self.state == "finished" and self.env.user.has_group(USER):
            follow = self.env["qbo.duplicate.follow"].sudo()
            pair = follow._offered_there(kept).with_env(self.env)
            if pair and pair.has_access("read"):
                return pair._open()
        return action
