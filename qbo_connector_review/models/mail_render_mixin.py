from odoo import api, models


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(
        self,
        template_src,
        model,
        res_ids,
        engine="inline_template",
        add_context=None,
        options=None,
    ):
        """Make texts about review requests out of words alone, whoever asks."""
        if model != "qbo.review.request" or engine == "qweb_view":
            return super()._render_template(
                template_src, model, res_ids, engine, add_context, options
            )
        requests = self.env[model].browse(res_ids)
        rendered = self.env["qbo.review.words"]._render(template_src, requests, engine)
        if (options or {}).get("post_process"):
            return self._render_template_postprocess(model, rendered)
        return rendered
