from odoo.http import Controller, request, route


class QboOAuth(Controller):
    @route(
        "/qbo/oauth/callback",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def qbo_oauth_callback(self, **params):
        """Take what Intuit's consent page sent back, and show the connection."""
        connection = request.env["qbo.consent"]._finish(params)
        action = "/odoo/action-qbo_connector.qbo_connection_action"
        if connection:
            return request.redirect(f"{action}/{connection.id}")
        return request.render(
            "qbo_connector.oauth_refused", {"action": action}, status=400
        )
