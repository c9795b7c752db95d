from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Let links follow partners that are merged here.

        QuickBooks keeps its customers: to make one inactive would write off what it
        still owes. Where the partner that stays is linked already, the other object
        stays linked as a part of its own, so its documents still find the partner.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = partners.exists()
        if len(kept) == 1 and len(partners) > 1:
            # links are written by the sync, whoever merges
            self.env["qbo.link"].sudo()._move(partners - kept, kept)
        return result
