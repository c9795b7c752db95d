from werkzeug.exceptions import HTTPException, MethodNotAllowed

from odoo import models
from odoo.http import request

PUBLIC = "/qbo/"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class IrHttp(models.AbstractModel):
    """Protect every page under our addresses, refusals and redirects too.

    None of them can be shown inside a foreign page, and none tells its own address,
    which may hold a token, to where it leads.
    """

    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        if cls._qbo_is_ours():
            cls._qbo_refuse_options(endpoint)
            # Odoo would mix it up with the controller itself, and fall over.
            request.params.pop("self", None)
        return super()._dispatch(endpoint)

    @classmethod
    def _qbo_refuse_options(cls, endpoint):
        """Refuse OPTIONS, which Odoo takes for whatever method a page has."""
        methods = endpoint.routing["methods"] or ["OPTIONS"]
        if request.httprequest.method == "OPTIONS" and "OPTIONS" not in methods:
            raise MethodNotAllowed(valid_methods=methods)

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._qbo_protect(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if isinstance(response, HTTPException) and cls._qbo_is_ours():
            response = response.get_response()
        cls._qbo_protect(response)
        return response

    @classmethod
    def _qbo_is_ours(cls):
        return request.httprequest.path.startswith(PUBLIC)

    @classmethod
    def _qbo_protect(cls, response):
        if cls._qbo_is_ours():
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
