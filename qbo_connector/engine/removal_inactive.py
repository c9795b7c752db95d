"""Closing: what is archived here is made inactive there, unless it has a balance."""

from odoo import models

from .queries import newest_of


class QboRemovalInactive(models.AbstractModel):
    """Hold back what QuickBooks would write off.

    To make a customer with a balance inactive posts a credit memo for it, so that the
    newest object is looked at first.
    """

    _name = "qbo.removal.inactive"
    _description = "QuickBooks closing"

    def _check(self, turn):
        """Keep in the plan only what may be made inactive. Raises QboError."""
        items = [item for item in turn.plan if self._closes(item)]
        if not items:
            return
        newest = newest_of(turn.client, items)
        held = self.env["qbo.own.transaction"]._transact(
            turn, self._hold, items, newest
        )
        turn.plan = [item for item in turn.plan if item.key not in held]

    def _closes(self, item):
        return item.operation == "update" and (item.body or {}).get("Active") is False

    def _hold(self, connection, items, newest):
        """Open a problem for each that has a balance; returns their subjects."""
        env = connection.env
        problems, held = [], set()
        for item in items:
            payload = newest.get((item.entity, item.qbo_id))
            mapper = env["qbo.mapper"]._for(item.entity, item.model)
            if not payload or mapper._may_remove(payload):
                continue
            held.add(item.key)
            env["qbo.change"]._drop(item.marks)
            link = env["qbo.link"].browse(item.link_id)
            problems.append((link, self._words(link)))
        env["qbo.exception"]._open_links(problems)
        return held

    def _words(self, link):
        return {
            "kind": "closing",
            "title": self.env._(
                "%(name)s is archived here but has a balance in QuickBooks.",
                name=link.record_name,
            ),
            "advice": self.env._(
                "QuickBooks would write the balance off. Settle it there first, or "
                "unarchive it here, then try again."
            ),
            "button": "retry",
        }
