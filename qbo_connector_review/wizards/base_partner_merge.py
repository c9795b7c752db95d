from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Leave one open request per customer before its contacts become one.

        Odoo moves the references in SQL, where a second open request would break the
        whole merge.
        """
        partners = src_partners | dst_partner
        self.env["qbo.review.request"].sudo()._before_merge(partners)
        return super()._update_foreign_keys(src_partners, dst_partner)
