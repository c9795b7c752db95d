from werkzeug.exceptions import BadRequest, Forbidden

from odoo.http import Controller, request, route

LARGEST = 1024 * 1024  # bytes; what QuickBooks sends is far smaller


class QboWebhook(Controller):
    @route(
        "/qbo/webhook",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=LARGEST,
    )
    def qbo_webhook(self, **_params):
        """Note what changed in QuickBooks, and acknowledge at once."""
        body = request.httprequest.get_data()
        signature = request.httprequest.headers.get("intuit-signature", "")
        # The caller is Intuit, not a user: its signature is its right.
        connections_sudo = request.env["qbo.connection"].sudo()
        try:
            is_signed = connections_sudo._take_webhook(body, signature)
        except ValueError:
            raise BadRequest() from None
        if not is_signed:
            raise Forbidden()
        return request.make_json_response({})
