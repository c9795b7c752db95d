from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

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
    )
    def qbo_webhook(self):
        """Note what changed in QuickBooks, and acknowledge at once."""
        stream = request.httprequest.stream
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise RequestEntityTooLarge()
        signature = request.httprequest.headers.get("intuit-signature", "")
        # The caller is Intuit, not a user: its signature is its right.
        connections_sudo = request.env["qbo.connection"].sudo()
        if not connections_sudo._take_webhook(body, signature):
            raise Forbidden()
        return request.make_json_response({})
