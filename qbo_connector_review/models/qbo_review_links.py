from odoo import fields, models
from odoo.tools import hash_sign

TOKEN_SCOPE = "qbo_connector_review"
UNSIGNED = "/qbo/review/~"  # stands for the path of a request's pages where it is kept


class QboReviewLinks(models.AbstractModel):
    """The addresses of a review request's public pages.

    A signed token in them is all the right a customer has and needs. It is put in
    when a message goes out, and kept nowhere.
    """

    _name = "qbo.review.links"
    _description = "Review request links"

    landing_url = fields.Char(compute="_compute_links", groups="base.group_system")
    optout_url = fields.Char(compute="_compute_links", groups="base.group_system")

    def _compute_links(self):
        """Name the pages without their token."""
        for request in self:
            request.landing_url = request.get_base_url() + UNSIGNED
            request.optout_url = f"{request.landing_url}/stop"

    def _url(self, kind, page=""):
        """Give the address of a public page of this request, signed.

        ``kind`` is live, or preview for pages on which nothing is counted.
        """
        return self.get_base_url() + self._path(kind) + page

    def _path(self, kind):
        self.ensure_one()
        token = hash_sign(self.env(su=True), TOKEN_SCOPE, [kind, self.id])
        return f"/qbo/review/{token}"

    def _with_links(self, text, kind):
        """Give a text whose links about this request work."""
        if not (self and isinstance(text, str) and UNSIGNED in text):
            return text
        return text.replace(UNSIGNED, self._path(kind))
