from odoo import models
from odoo.exceptions import UserError

RETRIED = {"button": ("retry", "open", "map", "choose")}
# What a problem must be for a button to be shown; views say the same.
SHOWN = {
    "action_retry": RETRIED,
    "action_choose": {"kind": ("name",), "about": True},
    "action_recreate": {"kind": ("gone",)},
    "action_merged": {"kind": ("merged",)},
    "action_switch_off": {"kind": ("merged",)},
    "action_keep_here": {"kind": ("gone", "merged")},
    "action_archive_here": {"kind": ("gone",)},
    "action_keep_there": {"kind": ("gone_here",)},
    "decide": {"kind": ("clash",)},
}


class QboExceptionDoor(models.AbstractModel):
    """Who may press which button of a problem: a button that is hidden is refused."""

    _name = "qbo.exception.door"
    _description = "Guard of QuickBooks problems"

    def _for_user(self, button):
        """Return them with the rights to solve them, each in its connection's company.

        Raises AccessError or UserError; ``button`` is a key of ``SHOWN``.
        """
        self.check_access("read")
        self.env["qbo.door"]._admit(self.sudo().connection_id)
        for problem in self:
            problem._check_shows(button)
        return [
            problem_sudo.with_company(problem_sudo.connection_id.company_id)
            for problem_sudo in self.sudo()
        ]

    def _check_shows(self, button):
        """Raise UserError unless the problem is open and has the button."""
        if self.closed_at:
            raise UserError(self.env._("“%(title)s” is solved.", title=self.title))
        if not self._shows(button):
            raise UserError(
                self.env._(
                    "This is no remedy for “%(title)s”. Open the problem to see "
                    "what can be done.",
                    title=self.title,
                )
            )

    def _shows(self, button):
        """Whether a button is shown for this problem."""
        shown = SHOWN[button]
        return (
            not self.closed_at
            and self.kind in shown.get("kind", (self.kind,))
            and self.button in shown.get("button", (self.button,))
            and bool(self.res_id or not shown.get("about"))
        )
