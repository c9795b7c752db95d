"""Push: marks become items, items are written ahead, sent and settled."""

import time
import uuid

from odoo import fields, models

from ..connection.throttle import FULL
from ..qbo import errors, exact
from ..qbo.batch import BatchAnswer, BatchItem
from .figures import move_bars
from .trouble import WHOLE
from .turn import ACTS


class QboPushSend(models.AbstractModel):
    """Send what changed here, one batch in each step."""

    _name = "qbo.push.send"
    _description = "QuickBooks push"

    def _step(self, turn):
        """Send one batch; False when nothing is left to send."""
        if turn.fetch:
            turn.fetch = False
            self.env["qbo.pull.fetch"]._fetch_noted(turn)
        if not turn.plan:
            self.env["qbo.push.plan"]._fill(turn)
        if not turn.plan:
            return False
        most = self._batch(turn.plan, FULL)
        if turn.client.hold(min(most, len(turn.plan))) == "write":
            most = 1
        intent_id, turn.plan, turn.run_id = self._sync()._transact(
            turn, self._write_next, turn.plan, turn.run_id, most
        )
        if intent_id:
            self._send(turn, intent_id)
        move_bars(self._sync(), turn)
        return True

    def _sync(self):
        return self.env["qbo.own.transaction"]

    def _batch(self, plan, size):
        """How many of the next items may go together: an act goes alone."""
        acts = (number for number, item in enumerate(plan) if item.operation in ACTS)
        return min(size, max(1, next(acts, size)))

    def _size(self, connection):
        throttle = connection.env["qbo.throttle"]._of(connection)
        return max(1, min(throttle.batch_size, connection.batch_size))

    # -- write ahead ----------------------------------------------------------

    def _write_next(self, connection, plan, run_id, most):
        """Write the next batch of a plan ahead: (intent's id, rest, run's id)."""
        size = min(most, self._batch(plan, self._size(connection)))
        run_id = run_id or connection.env["qbo.run"]._open_row(connection)
        intent_id = self._write_ahead(connection, plan[:size], run_id)
        return intent_id, plan[size:], run_id

    def _write_ahead(self, connection, items, run_id):
        """Commit what will be said before it is said; returns the intent's id.

        The random request id makes saying it again harmless; nothing in it is derived
        from ids or contents, which a restored backup would repeat.
        """
        env = connection.env
        # iterating one set reads all of its links together
        links = env["qbo.link"].browse([item.link_id for item in items]).exists()
        links = {link.id: link for link in links}
        items = [item for item in items if self._still_true(links, item)]
        items = self._without_stopped(env, items)
        if not items:
            return None
        numbered = {str(number): item for number, item in enumerate(items)}
        body = [self._wording(links, bid, item) for bid, item in numbered.items()]
        now = fields.Datetime.now()
        # by their ids, as they were read: a mark that is set meanwhile stays, and what
        # it stands for goes out with the next batch
        env["qbo.change"]._drop([m for item in items for m in item.marks])
        intent = env["qbo.intent"].create(
            {
                "connection_id": connection.id,
                "run_id": run_id,
                "request_id": uuid.uuid4().hex,
                "body": exact.dumps(body),
                "items": {bid: item.note() for bid, item in numbered.items()},
                "sent_at": now,
                "first_sent_at": now,
            }
        )
        return intent.id

    def _still_true(self, links, item):
        """Whether the link still stands as it was when the item was planned."""
        link = links.get(item.link_id)
        if link and item.operation in ACTS:
            return bool(link.qbo_id)
        return bool(link) and (link.qbo_id or "") == item.qbo_id

    def _without_stopped(self, env, items):
        """The items but for those of stopped jobs that no other mark asks for."""
        jobs = env["qbo.run"].browse({job for item in items for job in item.jobs})
        stopped = set(jobs.exists().filtered(lambda run: run.state == "stopped").ids)
        if not stopped:
            return items
        marks = env["qbo.change"].browse([m for item in items for m in item.marks])
        left = set(marks.exists().ids)
        return [item for item in items if self._is_wanted(item, stopped, left)]

    def _is_wanted(self, item, stopped, left):
        """Whether another job than the stopped ones, or a mark, asks for an item."""
        is_stopped = item.jobs and stopped.issuperset(item.jobs)
        return not is_stopped or bool(left.intersection(item.marks))

    def _wording(self, links, bid, item):
        """The item as it is sent, with the newest token."""
        link = links[item.link_id]
        payload = dict(item.payload if item.body is None else item.body)
        if item.operation != "create":
            payload = {**payload, "Id": link.qbo_id, "SyncToken": link.sync_token}
        if item.operation in ACTS:
            del payload["SyncToken"]
        elif item.operation in ("delete", "void"):
            payload = {key: payload[key] for key in ("Id", "SyncToken")}
        elif item.operation == "update":
            payload["sparse"] = True
        return {
            "bid": bid,
            "operation": item.operation,
            "entity": item.entity,
            "payload": payload,
        }

    # -- send -----------------------------------------------------------------

    def _send(self, turn, intent_id, repeated=False):
        """Say an intent and settle what was answered. Raises QboError.

        An unknown outcome leaves the intent open: recovery finds out, later.
        """
        request_id, body = self._sync()._transact(turn, self._read, intent_id)
        items = self._items(body)
        started = time.monotonic()
        try:
            answers = self._say(turn, items, request_id)
        except errors.QboError as error:
            self._refused(turn, intent_id, items, error, repeated)
            return
        seconds = time.monotonic() - started
        self.env["qbo.push.settle"]._settle(turn, intent_id, answers, repeated, seconds)

    def _read(self, connection, intent_id):
        intent = connection.env["qbo.intent"].browse(intent_id)
        return intent.request_id, intent.body

    def _items(self, body):
        return [BatchItem(**entry) for entry in exact.loads(body)]

    def _say(self, turn, items, request_id):
        """Answers by bid; one item goes to its own address."""
        if len(items) > 1:
            return turn.client.batch(items, request_id)
        [item] = items
        return {item.bid: BatchAnswer(object=self._say_alone(turn, item, request_id))}

    def _say_alone(self, turn, item, request_id):
        client = turn.client
        if item.operation in ACTS:
            return self.env["qbo.push.action"]._say(turn, item, request_id)
        if item.operation in ("create", "update"):
            return client.save(item.entity, item.payload, request_id)
        act = client.delete if item.operation == "delete" else client.void
        payload = item.payload
        return act(item.entity, payload["Id"], payload["SyncToken"], request_id)

    def _refused(self, turn, intent_id, items, error, repeated):
        """Sort an error of the whole call."""
        settle = self.env["qbo.push.settle"]
        if error.outcome_unknown:
            self._sync()._transact(turn, settle._leave_open, intent_id)
            raise error
        if isinstance(error, WHOLE):
            self._sync()._transact(turn, settle._take_back, intent_id)
            raise error
        if len(items) > 1:
            # something in it upsets QuickBooks: one by one tells what
            self._sync()._transact(turn, settle._take_back, intent_id)
            self._sync()._transact(turn, self._go_single)
            turn.plan = []
            return
        answers = {items[0].bid: BatchAnswer(error=error)}
        settle._settle(turn, intent_id, answers, repeated)

    def _go_single(self, connection):
        connection.env["qbo.throttle"]._of(connection).batch_size = 1
