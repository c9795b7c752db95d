"""Settle: what was answered is stored raw and at once; its meaning is drawn later.

First a short transaction keeps objects, ids and tokens; a second one works from what
is stored, so whatever goes wrong in it, nothing that QuickBooks did is forgotten.
"""

import logging
from collections import Counter
from datetime import timedelta

from odoo import fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..qbo import errors, exact
from ..qbo.three_way import reads_otherwise
from .notes import mark_again, noted
from .trouble import log_once
from .turn import ACTS

_logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=150)  # QuickBooks itself may be at work for 120
PATIENCE_PARAMETER = "qbo_connector.patience"  # seconds
MAY_BE_OURS = (
    errors.QboBusinessRule,
    errors.QboNumberTaken,
    errors.QboNameTaken,
    errors.QboRequestReused,
)


class QboPushSettle(models.AbstractModel):
    """Take in the answers to an intent."""

    _name = "qbo.push.settle"
    _description = "QuickBooks settlement"

    def _settle(self, turn, intent_id, answers, repeated=False, seconds=None):
        """Store answers, then draw the consequences; unknown items stay open.

        ``seconds``: how long the call took, from which the throttle learns.
        """
        sync = self.env["qbo.own.transaction"]
        sync._transact(turn, self._store, intent_id, answers, repeated, seconds)
        self._conclude_all(turn, intent_id)

    def _conclude_all(self, turn, intent_id):
        """Draw the consequences of an intent; where that fails, item by item."""
        sync = self.env["qbo.own.transaction"]
        try:
            turn.absorb(sync._transact(turn, self._finish, intent_id, turn))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 - one bad item must not hold all up
            log_once(
                _logger, "Answers are taken in one by one", error, turn.connection_id
            )
            for bid in sync._transact(turn, self._unfinished, intent_id):
                self._conclude_one(turn, intent_id, bid)

    def _conclude_one(self, turn, intent_id, bid):
        sync = self.env["qbo.own.transaction"]
        error = None
        try:
            turn.absorb(sync._transact(turn, self._finish, intent_id, turn, bid))
            return
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as trouble:  # noqa: BLE001 - told as a problem of this record
            error = trouble
        turn.figures["failed"] += 1
        for give_up in (self._give_up, self._let_go):
            try:
                sync._transact(turn, give_up, intent_id, bid, error)
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception as worse:  # noqa: BLE001 - the others must not wait
                log_once(
                    _logger,
                    "An answer could not be given up",
                    worse,
                    turn.connection_id,
                )

    def _unfinished(self, connection, intent_id):
        items = connection.env["qbo.intent"].browse(intent_id).items
        return [b for b, e in items.items() if e["state"] in ("answered", "refused")]

    def _give_up(self, connection, intent_id, bid, error):
        """Tell a person that an answer could not be taken in; the link has its id."""
        env = connection.env
        intent = env["qbo.intent"].browse(intent_id)
        entry = intent.items[bid]
        link = env["qbo.link"].browse(entry["link"]).exists()
        if link:
            env["qbo.exception"]._open_unsettled(link, error)
        intent.items = {**intent.items, bid: {**entry, "state": "done"}}
        env["qbo.push.settle"]._conclude(intent)

    def _let_go(self, connection, intent_id, bid, error):
        """The same, where not even the record's problem can be noted."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        done = {**intent.items[bid], "state": "done"}
        intent.items = {**intent.items, bid: done}
        connection.env["qbo.push.settle"]._conclude(intent)
        connection.env["qbo.own.transaction"]._note_internal(connection, error)

    # -- raw ------------------------------------------------------------------

    def _store(self, connection, intent_id, answers, repeated, seconds=None):
        """Keep the raw answers, ids and tokens; nothing else, so nothing can fail."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        items, kept = dict(intent.items), dict(intent.answer or {})
        bodies = {each["bid"]: each["payload"] for each in intent._body()}
        for bid, answer in answers.items():
            entry = items.get(bid)
            if entry is None or entry["state"] != "open":
                continue
            if answer.error is None and not self._is_answer(
                connection, entry, bodies[bid], answer.object
            ):
                items[bid] = {**entry, "odd": True}  # as if there were no answer
            elif answer.error is None:
                kept[bid] = exact.jsonable(answer.object)
                items[bid] = {**entry, "state": "answered", "repeated": repeated}
            elif not self._is_unknown(answer.error, repeated):
                items[bid] = {**entry, "state": "refused", "error": noted(answer.error)}
        intent.write({"items": items, "answer": kept})
        self._store_ids(connection, items, kept)
        self._conclude(intent)
        if seconds is not None:
            connection.env["qbo.throttle"]._of(connection)._took(seconds)

    def _is_answer(self, connection, entry, sent, answer):
        """Whether an answer can be one to what was sent, on a first send too.

        Answers may be swapped, or be somebody else's; by such a one nothing is
        linked. What was done is then found as after a lost answer.
        """
        if entry["operation"] in ACTS:
            return True
        if entry["operation"] != "create":
            return answer.get("Id") == sent["Id"]
        mapper = connection.env["qbo.mapper"]._for(entry["entity"], entry["model"])
        if not answer.get("Id") or answer.get("status") == "Deleted":
            return False
        return mapper is None or mapper._may_answer(sent, answer)

    def _is_unknown(self, error, repeated):
        """A refusal is definite only on a first send: later it may be our own."""
        return error.outcome_unknown or (repeated and isinstance(error, MAY_BE_OURS))

    def _store_ids(self, connection, items, kept):
        """Give the links their ids; one that another link holds is a problem later."""
        entries = {
            bid: items[bid]
            for bid in kept
            if items[bid]["state"] == "answered" and items[bid]["operation"] not in ACTS
        }
        links = connection.env["qbo.link"]
        taken = {}
        for entity in {entry["entity"] for entry in entries.values()}:
            ids = [kept[bid]["Id"] for bid in entries if "Id" in kept[bid]]
            taken.update(
                {
                    (entity, qbo_id): link.id
                    for qbo_id, link in links._by_qbo_id(
                        connection, entity, ids
                    ).items()
                }
            )
        there = self._links(connection, entries)
        for bid, entry in entries.items():
            link = there.get(entry["link"])
            holder = taken.get((entry["entity"], kept[bid].get("Id")))
            if link and "Id" in kept[bid] and holder in (None, link.id):
                link.write({"qbo_id": kept[bid]["Id"], **link._saw(kept[bid])})

    def _links(self, connection, entries):
        """Links of entries, by id, of those that exist; one set, so read together."""
        links = connection.env["qbo.link"]
        links = links.browse([entry["link"] for entry in entries.values()]).exists()
        return {link.id: link for link in links}

    def _conclude(self, intent):
        states = {entry["state"] for entry in intent.items.values()}
        if "open" in states:
            intent.state = "open"
            intent.connection_id._wake(at=intent.sent_at + self._patience())
        else:
            intent.state = "answered" if states - {"done"} else "settled"

    def _patience(self):
        """How long an unanswered request may still be at work."""
        seconds = self.env["ir.config_parameter"].sudo().get_param(PATIENCE_PARAMETER)
        return timedelta(seconds=int(seconds)) if seconds else PATIENCE

    def _leave_open(self, connection, intent_id):
        """Nothing is known of this intent: recovery will ask."""
        settle = connection.env["qbo.push.settle"]
        settle._conclude(connection.env["qbo.intent"].browse(intent_id))

    def _take_back(self, connection, intent_id):
        """Nothing of this intent was done: mark its records again."""
        intent = connection.env["qbo.intent"].browse(intent_id)
        entries = [each for each in intent.items.values() if each["state"] == "open"]
        odd = [each for each in entries if each.get("odd")]
        mark_again(connection, [each for each in entries if not each.get("odd")])
        for entry in odd:  # something was done there: never say it anew
            link = connection.env["qbo.link"].browse(entry["link"]).exists()
            if link:
                connection.env["qbo.exception"]._open_unsettled(link)
        intent.write({"items": self._as_done(intent.items), "state": "settled"})

    def _leave_to_person(self, connection, intent):
        """QuickBooks never says what became of these: one problem for each."""
        env = connection.env
        for entry in intent.items.values():
            link = env["qbo.link"].browse(entry["link"]).exists()
            if entry["state"] == "open" and link:
                env["qbo.exception"]._open_unanswered(link, intent.attempts)
        intent.write({"items": self._as_done(intent.items), "state": "settled"})

    def _as_done(self, items):
        return {bid: {**entry, "state": "done"} for bid, entry in items.items()}

    # -- meaning --------------------------------------------------------------

    def _finish(self, connection, intent_id, turn, only=None):
        """Draw the consequences of what is answered or refused; returns the tally.

        ``only``: the bid of the one item to be looked at.
        """
        env, turn = connection.env, turn.inner()
        intent = env["qbo.intent"].browse(intent_id)
        items, kept = dict(intent.items), intent.answer or {}
        chosen = {b: e for b, e in items.items() if only in (None, b)}
        answered = {b: e for b, e in chosen.items() if e["state"] == "answered"}
        refused = {b: e for b, e in chosen.items() if e["state"] == "refused"}
        this = env["qbo.push.settle"]
        this._agree(connection, answered, kept, turn)
        moved = [kept[bid] for bid in answered if kept.get(bid)]
        env["qbo.push.moved"]._note(connection, moved)
        env["qbo.push.refusal"]._take(connection, intent, refused, turn)
        for bid in (*answered, *refused):
            items[bid] = {**items[bid], "state": "done"}
        intent.items = items
        this._conclude(intent)
        jobs = Counter(job for entry in answered.values() for job in entry["jobs"])
        jobs += Counter(job for entry in refused.values() for job in entry["jobs"])
        turn.jobs.update(jobs)
        return turn

    def _agree(self, connection, answered, kept, turn):
        """Links in step with what came back, dependents woken, problems closed."""
        there = self._links(connection, answered)
        done, new = self.env["qbo.link"], self.env["qbo.link"]
        for bid, entry in answered.items():
            link = there.get(entry["link"])
            if not link:
                continue
            if entry["operation"] in ACTS:
                self.env["qbo.push.action"]._settled(link, entry, kept[bid])
                turn.figures["updated"] += 1
                continue
            if link.qbo_id != kept[bid].get("Id"):
                self.env["qbo.exception"]._open_double(link, kept[bid])
                continue
            is_new = entry["operation"] == "create"
            if self._agree_one(link, entry, kept[bid]):
                done |= link
                new |= link if is_new else done.browse()
                turn.figures["created" if is_new else "updated"] += 1
        self.env["qbo.exception"]._close(done.filtered(lambda link: not link.disputed))
        new._wake_dependents()
        self._remember_runs(new, answered, turn)
        for link in done:
            mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
            bid = next(b for b, e in answered.items() if e["link"] == link.id)
            mapper._settled(link, kept[bid])

    def _remember_runs(self, new, answered, turn):
        """Say which job, or else which run, made these objects: it can be undone."""
        jobs = {
            entry["link"]: next(iter(entry["jobs"]), entry.get("cause"))
            for entry in answered.values()
        }
        there = set(
            self.env["qbo.run"].browse(filter(None, jobs.values())).exists().ids
        )
        for link in new.filtered(lambda link: not link.run_id):
            job = jobs.get(link.id)
            link.run_id = job if job in there else turn.run_id

    def _agree_one(self, link, entry, answer):
        """Store what both sides now hold; False when the object is gone by it."""
        state = "undone" if entry.get("removal") == "undo" else "ignored"
        if entry["operation"] == "delete" or answer.get("status") == "Deleted":
            over = {"state": state, "problem": False}
            link.write({**over, "qbo_id": False, "agreed": False})
            return False
        if entry.get("removal"):
            link.write({"state": state, "problem": False, **link._saw(answer)})
            return False
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        theirs = exact.jsonable(mapper._project(answer))
        values = {
            "agreed": theirs,
            "ours": reads_otherwise(entry["mapped"], theirs, link.disputed or ())
            or False,
            "overrides": False,
            "synced_at": fields.Datetime.now(),
            "waits_for": False,
            "origin": link.origin or self._origin(entry),
            **link._saw(answer),
        }
        if not link.disputed:
            values |= {"state": "linked", "problem": False}
        link.write(values)
        return True

    def _origin(self, entry):
        return "adopted" if entry.get("found") else "created"
