from odoo import api, models

from ..engine.turn import subject


class QboExceptionTrouble(models.AbstractModel):
    """Problems that neither side's data explain by themselves."""

    _name = "qbo.exception.trouble"
    _description = "QuickBooks trouble"

    @api.model
    def _open_unbuilt(self, link, error):
        """A record that the program cannot deal with; the others went on."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": "build",
                        "title": self.env._(
                            "%(name)s could not be prepared for QuickBooks.",
                            name=link.record_name or link._key(),
                        ),
                        "message": self.env["qbo.error.text"]._of_any(error),
                        "advice": self.env._(
                            "Correct what the message names, then try again."
                        ),
                        "button": "retry",
                    },
                )
            ]
        )

    @api.model
    def _open_unplanned(self, connection, mapper, record, error):
        """The same of a record that is not even linked."""
        if not record:
            return
        name = record.sudo().display_name
        self._open(
            connection,
            [
                {
                    "subject": subject(mapper._entity, record._name, record.id),
                    "kind": "build",
                    "entity": mapper._entity,
                    "res_model": record._name,
                    "res_id": record.id,
                    "record_name": name,
                    "title": self.env._(
                        "%(name)s could not be prepared for QuickBooks.", name=name
                    ),
                    "message": self.env["qbo.error.text"]._of_any(error),
                    "advice": self.env._(
                        "Correct what the message names, then try again."
                    ),
                    "button": "retry",
                }
            ],
        )

    @api.model
    def _open_unsettled(self, link, error=None):
        """QuickBooks answered, but the answer could not be taken in."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": "unsettled",
                        "title": self.env._(
                            "What QuickBooks answered for %(name)s could not be taken "
                            "in.",
                            name=link.record_name,
                        ),
                        "message": self.env["qbo.error.text"]._of_any(error)
                        if error
                        else self.env._("The answer spoke of something else."),
                        "advice": self.env._(
                            "It is in QuickBooks. Look at it there, correct what the "
                            "message names, then try again."
                        ),
                        "button": "retry",
                    },
                )
            ]
        )

    @api.model
    def _open_unanswered(self, link, attempts):
        """QuickBooks never said what became of a record, and it is not there."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": "unanswered",
                        "title": self.env._(
                            "QuickBooks has not answered for %(name)s, %(count)s "
                            "times.",
                            name=link.record_name,
                            count=attempts,
                        ),
                        "advice": self.env._(
                            "It was looked for in QuickBooks and is not there. The "
                            "others went on. Look at the record for something unusual, "
                            "then try again."
                        ),
                        "button": "retry",
                    },
                )
            ]
        )

    @api.model
    def _open_internal(self, connection, error):
        """A step of a run failed in the program itself; the others went on."""
        self._open(
            connection,
            [
                {
                    "subject": "connection",
                    "kind": "internal",
                    "record_name": connection.name,
                    "title": self.env._("A step of the last run failed."),
                    "message": self.env["qbo.error.text"]._of_any(error),
                    "advice": self.env._(
                        "The other steps went on, and nothing is lost. It is tried "
                        "again with each run; where it stays, give whoever looks "
                        "after this server the log of that time."
                    ),
                    "button": "connect",
                }
            ],
        )
