"""Refusals: one policy per class of error, as a table."""

from odoo import models

from ..qbo import errors, rules
from .notes import denoted, mark_again

MOST_ATTEMPTS = 3


class QboPushRefusal(models.AbstractModel):
    """Decide what follows when QuickBooks refused one item for good."""

    _name = "qbo.push.refusal"
    _description = "QuickBooks refusal"

    # The first class that fits decides; what no row fits becomes a problem.
    def _policies(self):
        return (
            (errors.QboThrottled, self._later),
            (errors.QboUnavailable, self._later),
            (errors.QboStale, self._stale),
            (errors.QboNameTaken, self._taken),
            (errors.QboNumberTaken, self._taken),
            (errors.QboInactiveReference, self._inactive),
            (errors.QboNotFound, self._not_found),
        )

    def _take(self, connection, intent, refused, turn):
        """Deal with the refused items of an intent."""
        this = self.with_env(connection.env)
        bodies = this._bodies(intent) if refused else {}
        problems = []
        for bid, entry in refused.items():
            link = this.env["qbo.link"].browse(entry["link"]).exists()
            error = denoted(entry["error"])
            if link and not this._solve(
                connection, link, entry, error, bodies[bid], turn
            ):
                problems.append((link, error))
        turn.figures["failed"] += len(problems)
        this.env["qbo.exception"]._open_refused(connection, problems)

    def _bodies(self, intent):
        return {each["bid"]: each["payload"] for each in intent._body()}

    def _solve(self, connection, link, entry, error, body, turn):
        """Whether something can be done about it without a person."""
        if entry["attempt"] >= MOST_ATTEMPTS:
            return False
        for kind, policy in self._policies():
            if isinstance(error, kind):
                return policy(connection, link, entry, error, body, turn)
        return False

    def _again(self, connection, entry, more=1):
        mark_again(connection, [entry], more)
        return True

    def _later(self, connection, link, entry, error, body, turn):
        """Busy: the connection rests, the record is tried again."""
        self.env["qbo.throttle"]._of(connection)._throttle()
        turn.seconds = 0
        return self._again(connection, entry, more=0)

    def _stale(self, connection, link, entry, error, body, turn):
        """Someone else saved first: fetch, bring together, send what is left."""
        turn.fetch = True
        self.env["qbo.remote.change"]._leave(
            connection, [(link.entity, link.qbo_id, "Stale", None, None)]
        )
        return self._again(connection, entry)

    def _not_found(self, connection, link, entry, error, body, turn):
        """Gone, perhaps: a read tells."""
        if not link.qbo_id:
            return False
        return self._stale(connection, link, entry, error, body, turn)

    def _taken(self, connection, link, entry, error, body, turn):
        """Search once more; else send what the mapper proposes instead."""
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        if entry["attempt"] == 0 and not link.qbo_id and mapper._natural_key:
            link.write({"looked_at": False, "taken_by": ",".join(error.ids) or False})
            return self._again(connection, entry)
        instead = mapper._on_refusal(link, error, body)
        if not instead:
            return False
        keys = [key for key in mapper._keys() if rules.dig(instead, key)]
        link.overrides = {
            key: rules.dig(instead, key)
            for key in keys
            if rules.dig(instead, key) != rules.dig(body, key)
        }
        return self._again(connection, entry)

    def _inactive(self, connection, link, entry, error, body, turn):
        """Something it refers to is inactive: wake it up, or find out what it is."""
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        record = self.env[link.res_model].browse(link.res_id).exists()
        needs = mapper._needs(record, connection, link.part) if record else []
        if link.qbo_id:
            turn.fetch = True
            self.env["qbo.remote.change"]._leave(
                connection, [(link.entity, link.qbo_id, "Check", None, None)]
            )
        elif not needs:
            return False
        for need in needs:
            if not self._wake_up(connection, *need, turn):
                return False
        return self._again(connection, entry)

    def _wake_up(self, connection, entity, record, part, turn):
        """Activate a needed record on both sides; False: a person must agree."""
        mapper = self.env["qbo.mapper"]._for(entity, record._name)
        link = (
            self.env["qbo.link"]
            ._by_record(connection, mapper, record.ids)
            .get((record.id, part))
        )
        if not link or "Active" not in mapper._keys():
            return True
        if (link.agreed or {}).get("Active", True):
            turn.fetch = True
            self.env["qbo.remote.change"]._leave(
                connection, [(entity, link.qbo_id, "Check", None, None)]
            )
            return True
        rule = self.env["qbo.rule"]._of(connection, entity)
        if rule.reactivate == "ask":
            return False
        if "active" in record._fields and not record.active:
            record.action_unarchive()
        link._mark_again(needed=True)
        return True
