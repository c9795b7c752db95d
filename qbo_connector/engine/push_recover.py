"""Recover: find out what became of requests whose answer was lost.

Nothing is refused or made anew before it is known. After 150 s QuickBooks is no longer
at work on a request. Then its recent changes tell whether it was done; if not, the same
body goes out again with the same request id, which can never do it twice.
"""

import logging
from datetime import timedelta

from odoo import fields, models

from ..qbo import errors
from ..qbo.batch import BatchAnswer
from .queries import recent
from .trouble import concerns_connection, log_once
from .turn import ACTS

_logger = logging.getLogger(__name__)

BEFORE = timedelta(minutes=5)
MOST_ATTEMPTS = 5


class QboPushRecover(models.AbstractModel):
    """Settle open intents, whatever crashed."""

    _name = "qbo.push.recover"
    _description = "QuickBooks recovery"

    def _step(self, turn):
        """Settle what is answered, then resolve one open intent; False: none is due."""
        sync = self.env["qbo.own.transaction"]
        found = sync._transact(turn, self._next)
        if not found:
            return False
        intent_id, state = found
        if state == "answered":
            self.env["qbo.push.settle"]._conclude_all(turn, intent_id)
            return True
        try:
            self._resolve(turn, intent_id)
        except errors.QboError as error:
            if concerns_connection(error) and not isinstance(
                error, errors.QboServerError
            ):
                raise
            # It may be the fault of what was said: nothing else waits for it.
            log_once(
                _logger,
                "The outcome of a request stays unknown",
                error,
                turn.connection_id,
            )
            sync._transact(turn, self._put_off, intent_id)
        return True

    def _put_off(self, connection, intent_id):
        """Leave an intent for later, behind the others."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        intent.sent_at = fields.Datetime.now()
        connection.env["qbo.push.settle"]._conclude(intent)

    def _next(self, connection):
        """(id, state) of the first intent that something can be done about, or None."""
        settle = connection.env["qbo.push.settle"]
        limit = fields.Datetime.now() - settle._patience()
        intents = connection.env["qbo.intent"].search(
            [("connection_id", "=", connection.id), ("state", "!=", "settled")]
        )
        for intent in intents:
            if intent.state == "answered" or intent.sent_at <= limit:
                return intent.id, intent.state
        if intents:
            connection._wake(at=min(intents.mapped("sent_at")) + settle._patience())
        return None

    # -- one open intent ------------------------------------------------------

    def _resolve(self, turn, intent_id):
        """Look for what was said; what is not there is said again."""
        if self._find(turn, intent_id):
            return
        sync = self.env["qbo.own.transaction"]
        if not sync._transact(turn, self._note_repeat, intent_id):
            return
        self.env["qbo.push.send"]._send(turn, intent_id, repeated=True)
        if not self._find(turn, intent_id):
            sync._transact(turn, self.env["qbo.push.settle"]._take_back, intent_id)

    def _find(self, turn, intent_id):
        """Settle what QuickBooks' recent changes show; True: nothing is left open."""
        sync = self.env["qbo.own.transaction"]
        is_open, types, since = sync._transact(turn, self._what_is_open, intent_id)
        if is_open:
            answers = self._answers(turn, intent_id, types, since)
            self.env["qbo.push.settle"]._settle(turn, intent_id, answers)
            is_open, _types, _since = sync._transact(
                turn, self._what_is_open, intent_id
            )
        return not is_open

    def _answers(self, turn, intent_id, types, since):
        """Answers for what has certainly been done: {bid: answer}."""
        sync = self.env["qbo.own.transaction"]
        act = sync._transact(turn, self._open_act, intent_id)
        if act:
            bid, entry, body, first = act
            with sync._transaction(turn) as connection:
                found = self.env["qbo.push.action"]._found(
                    turn.client, connection, entry, body, first
                )
            return {bid: BatchAnswer(object=found)} if found else {}
        objects, deleted = recent(turn.client, types, since)
        return sync._transact(turn, self._recognise, intent_id, objects, deleted)

    def _open_act(self, connection, intent_id):
        """The act an intent is about, with its body and first time, or None."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        [bid, entry], *_others = intent.items.items()
        if entry["operation"] not in ACTS:
            return None
        return bid, entry, intent._body()[0]["payload"], intent.first_sent_at

    def _what_is_open(self, connection, intent_id):
        """(whether any item is open, types of the open ones, naive UTC before)."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        types = {e["entity"] for e in intent.items.values() if e["state"] == "open"}
        return bool(types), sorted(types), intent.first_sent_at - BEFORE

    def _recognise(self, connection, intent_id, objects, deleted):
        """Answers for the open items that have certainly been done: {bid: answer}."""
        env = connection.env
        intent = env["qbo.intent"].browse(intent_id)
        bodies = {each["bid"]: each["payload"] for each in intent._body()}
        answers, items = {}, dict(intent.items)
        free = self._free(connection, objects)
        for bid, entry in items.items():
            if entry["state"] != "open":
                continue
            mapper = env["qbo.mapper"]._for(entry["entity"], entry["model"])
            gone = deleted.get(entry["entity"]) or []
            found = self._found(mapper, entry, bodies[bid], objects, free, gone)
            if found:
                answers[bid] = BatchAnswer(object=found)
                items[bid] = {**entry, "found": True}
        intent.items = items
        return answers

    def _free(self, connection, objects):
        """Objects that no link holds, by type."""
        links = connection.env["qbo.link"]
        free = {}
        for entity, rows in objects.items():
            taken = links._by_qbo_id(connection, entity, [row["Id"] for row in rows])
            free[entity] = [row for row in rows if row["Id"] not in taken]
        return free

    def _found(self, mapper, entry, body, objects, free, gone):
        """The object that shows that an item was done, or None."""
        operation = entry["operation"]
        rows = objects.get(entry["entity"]) or ()
        if operation == "create":
            return self._take_fitting(mapper, body, free[entry["entity"]])
        newest = next((row for row in rows if row["Id"] == body["Id"]), None)
        if newest and mapper._is_done(operation, body, newest):
            return newest
        if body["Id"] in gone and mapper._is_done(operation, body, None):
            return {"Id": body["Id"], "status": "Deleted"}
        return None

    def _take_fitting(self, mapper, body, free):
        """Take the one object out of the free ones that must be what was sent."""
        key = mapper._key_of(body)
        for row in free:
            if key and mapper._key_of(row) == key and mapper._fits(body, row):
                free.remove(row)
                return row
        return None

    def _note_repeat(self, connection, intent_id):
        """Commit that it is said again, before it is; False: often enough.

        What QuickBooks has not done after some attempts is said singly: one bad
        record must not hold its neighbours. A single one goes to a person.
        """
        env = connection.env
        intent = env["qbo.intent"].browse(intent_id)
        if intent.attempts < MOST_ATTEMPTS:
            intent.write(
                {"sent_at": fields.Datetime.now(), "attempts": intent.attempts + 1}
            )
            return True
        settle = env["qbo.push.settle"]
        still_open = [e for e in intent.items.values() if e["state"] == "open"]
        if len(still_open) > 1:
            settle._take_back(connection, intent_id)
            env["qbo.push.send"]._go_single(connection)
        else:
            settle._leave_to_person(connection, intent)
        return False
