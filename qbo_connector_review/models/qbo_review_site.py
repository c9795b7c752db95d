import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

VISIBLE = re.compile(r"[!-~\u00a1-\ud7ff\ue000-\U0010ffff]{1,2000}")


class QboReviewSite(models.Model):
    """A public page on which anybody may read and write reviews of a company."""

    _name = "qbo.review.site"
    _description = "Public review site"
    _inherit = ["qbo.guarded.mixin"]
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "qbo.review.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    sequence = fields.Integer(
        default=10, help="A customer who used the first site is sent to the next one."
    )
    name = fields.Char(required=True, help="As customers know it, such as Google.")
    url = fields.Char(
        "Address", required=True, help="The page on which a review is written."
    )
    active = fields.Boolean(default=True)
    link_id = fields.Many2one(
        "link.tracker", "Tracked link", readonly=True, copy=False, ondelete="set null"
    )
    click_count = fields.Integer("Clicks", related="link_id.count")

    @api.constrains("url")
    def _check_url(self):
        for site in self:
            if not site._is_reachable():
                raise ValidationError(
                    self.env._(
                        "%(url)s is not a web address that starts with https://.",
                        url=site.url,
                    )
                )

    def _is_reachable(self):
        """Tell whether a browser can be sent there: one line of visible characters."""
        self.ensure_one()
        try:
            parts = urlsplit(self.url)
            names, _port = (parts.hostname or "").split("."), parts.port
        except ValueError:
            return False
        is_web = parts.scheme == "https" and len(names) > 1 and all(names)
        return bool(is_web and not parts.username and VISIBLE.fullmatch(self.url))

    @api.model_create_multi
    def create(self, vals_list):
        sites = super().create(vals_list)
        for site in sites:
            site.link_id = self.env["link.tracker"].sudo().create(site._link_vals())
        return sites

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"url", "name"}:
            for site in self:
                site.sudo().link_id.write(site._link_vals())
        return result

    def unlink(self):
        links_sudo = self.sudo().link_id  # nobody owns a tracked link but its site
        result = super().unlink()
        links_sudo.unlink()
        return result

    def _link_vals(self):
        """Describe the tracked link; without a title Odoo would fetch the page."""
        self.ensure_one()
        return {
            "url": self.url,
            "title": self.name,
            "label": f"review site {self.id}",
        }

    def _record_click(self, request):
        """Count one click for a request, however often its customer comes back."""
        clicks_sudo = self.env["link.tracker.click"].sudo()  # the caller is a customer
        domain = [
            ("link_id", "=", self.link_id.id),
            ("qbo_review_request_id", "=", request.id),
        ]
        if self.link_id and not clicks_sudo.search_count(domain, limit=1):
            clicks_sudo.create(
                {"link_id": self.link_id.id, "qbo_review_request_id": request.id}
            )
