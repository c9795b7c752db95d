import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..mappers.watch import MappingProblem
from ..qbo import errors

_lt = LazyTranslate(__name__)

# The first class that fits gives the words.
SENTENCES = (
    (
        errors.QboThrottled,
        _lt("QuickBooks is busy with our requests. Try again in a minute."),
    ),
    (
        errors.QboUnavailable,
        _lt("This QuickBooks company is closed for maintenance. Try again later."),
    ),
    (
        errors.QboUnreachable,
        _lt(
            "QuickBooks did not answer. Check the server's way to the internet, then "
            "try again."
        ),
    ),
    (
        errors.QboServerError,
        _lt("QuickBooks has trouble on its side. Try again in a few minutes."),
    ),
    (
        errors.QboUnauthorized,
        _lt("QuickBooks no longer accepts this connection. Press Reconnect."),
    ),
    (
        errors.QboReconnect,
        _lt("QuickBooks no longer accepts this connection. Press Reconnect."),
    ),
    (
        errors.QboForbidden,
        _lt(
            "QuickBooks refuses these keys for this company. Keys of the sandbox do "
            "not open a production company, nor the other way round: check the "
            "environment and the keys, then connect again."
        ),
    ),
    (
        errors.QboSubscription,
        _lt(
            "The QuickBooks subscription of this company has ended, or the person who "
            "connected lost access. Renew it, or connect as another person."
        ),
    ),
)


class QboErrorText(models.AbstractModel):
    """Plain sentences for what can go wrong with a connection."""

    _name = "qbo.error.text"
    _description = "QuickBooks trouble in plain words"

    @api.model
    def _of(self, error):
        """Return what happened and what to do, for an error of the connection."""
        for kind, sentence in SENTENCES:
            if isinstance(error, kind):
                return str(sentence)
        return self.env._("QuickBooks says: %(message)s", message=error.message)

    @api.model
    def _of_any(self, error):
        """Return what an error of any kind says to a person.

        Odoo's own refusals and ours are sentences already; what a program stumbled
        over is named as such.
        """
        if isinstance(error, errors.QboError | MappingProblem):
            return error.message
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, psycopg2.Error):
            said = (error.diag and error.diag.message_primary) or str(error)
            return self.env._("The database refused it: %(message)s", message=said)
        return self.env._(
            "Something unexpected stood there (%(kind)s: %(message)s).",
            kind=type(error).__name__,
            message=error,
        )
