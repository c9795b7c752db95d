"""Intake: bring objects that came from QuickBooks into Odoo."""

import logging
from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from ..mappers.watch import MappingProblem
from ..qbo import exact
from ..qbo.errors import QboError
from ..qbo.three_way import compare, keeping, part_of, reads_otherwise
from .figures import begin
from .halving import halved
from .sharing import shared
from .trouble import concerns_connection, log_once
from .turn import OVER, remote_subject

_logger = logging.getLogger(__name__)

CHUNK = 100


class QboPullApply(models.AbstractModel):
    """Apply objects in chunks, halved on error down to the single bad record."""

    _name = "qbo.pull.apply"
    _description = "QuickBooks intake"

    def _take(self, turn, entity, objects, asked=False):
        """Apply objects of one type, a hundred in each transaction.

        ``asked``: also those of which this version was refused before.
        Who is who is found out for all of them at once: who has a rival among the
        others is not certain.
        """
        sync = self.env["qbo.own.transaction"]
        objects = self._unmerged(turn, entity, objects)
        if not objects:
            return
        bad = set()

        def recognise(connection, some):
            if not asked:
                problems = connection.env["qbo.exception"]
                known = problems._refused_already(connection, entity, some)
                bad.update(known)
                some = [each for each in some if each["Id"] not in known]
            return self._recognise(connection, entity, some)

        def apply(connection, some):
            return self._apply(connection, entity, some, met, turn.run_id)

        def fail(connection, payload, error):
            bad.add(payload["Id"])
            self._fail(connection, entity, payload, error)

        met = {}
        for found in halved(sync, turn, recognise, objects, fail):
            for name, some in found.items():
                met.setdefault(name, {}).update(some)
        begin(sync, turn)
        # one that could not be recognised would be taken for a new one
        objects = [each for each in objects if each["Id"] not in bad]
        for some in split_every(CHUNK, objects, list):
            for figures in halved(sync, turn, apply, some, fail):
                turn.figures.update(figures)

    def _unmerged(self, turn, entity, objects):
        """The objects but for those that were merged into others in QuickBooks."""
        try:
            return self.env["qbo.pull.merged"]._sort_out(turn, entity, objects)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            if isinstance(error, QboError) and concerns_connection(error):
                raise
            log_once(
                _logger,
                f"Mergers of {entity} cannot be found out",
                error,
                turn.connection_id,
            )
            return objects

    def _fail(self, connection, entity, payload, error):
        if not isinstance(error, MappingProblem | UserError):
            log_once(_logger, f"{entity} cannot be taken over", error, connection.id)
        connection.env["qbo.exception"]._open_pull(connection, entity, payload, error)

    # -- one chunk ------------------------------------------------------------

    def _recognise(self, connection, entity, objects):
        """What unknown objects may be, by mapper.

        {mapper's name: {QBO id: id of its record, or doubtful matches}}.
        """
        this = self.with_env(connection.env)
        return {
            share.mapper._name: this._recognise_some(connection, share)
            for share in shared(connection, entity, objects)
        }

    def _recognise_some(self, connection, share):
        mapper = share.mapper
        own = mapper._recognise_own(share.unknown, connection)
        strangers = [each for each in share.unknown if each["Id"] not in own]
        unknown = self._unknown(connection, mapper, strangers)
        found, doubtful = mapper._recognise_local(unknown, connection)
        found |= own
        doubtful = self.env["qbo.match"]._undecided(
            connection, mapper._entity, doubtful
        )
        return doubtful | {qbo_id: record.id for qbo_id, record in found.items()}

    def _apply(self, connection, entity, objects, met, run_id=None):
        """Apply some objects; returns figures. Runs in the chunk's transaction."""
        env = connection.env
        this = self.with_env(env)
        rule = env["qbo.rule"]._of(connection, entity)
        floor = this._last_mark(connection)
        figures = Counter()
        for share in shared(connection, entity, objects):
            mine = met.get(share.mapper._name, {})
            figures.update(this._apply_some(connection, rule, share, mine, run_id))
        env["qbo.exception"]._close_remote(
            connection, [remote_subject(entity, o["Id"]) for o in objects]
        )
        env["qbo.duplicate.follow"]._saw(connection, entity, objects)
        this._drop_own_marks(connection, entity, floor)
        if any(figures.values()):
            env["qbo.throttle"]._of(connection)._moved()
        return figures

    def _apply_some(self, connection, rule, share, met, run_id):
        """Apply what one mapper has to do; returns figures."""
        mapper = share.mapper
        changed = [(link, o) for link, o in share.known if link._is_news(o)]
        unknown = self._unknown(connection, mapper, share.unknown, met)
        for link in share.gone:
            self.env["qbo.removal"]._follow_one(connection, rule, link)
        figures = {"applied": self._meet(connection, mapper, changed)}
        return figures | self._adopt(connection, mapper, rule, unknown, met, run_id)

    def _unknown(self, connection, mapper, objects, met=()):
        """Objects to be taken over: wanted, and not perhaps our own.

        What a request made whose answer was lost is left to recovery, which links it.
        ``met`` are those that are recognised, wanted or not.
        """
        mapper._look_ahead(objects, connection)
        wanted = [o for o in objects if o["Id"] in met or mapper._wanted(o, connection)]
        said = self.env["qbo.intent"]._said(connection, mapper) if wanted else {}
        return [o for o in wanted if not self._is_ours(mapper, o, said)]

    def _is_ours(self, mapper, payload, said):
        """Whether an open request may have made an object."""
        bodies = said.get(mapper._key_of(payload), ())
        return any(mapper._fits(body, payload) for body in bodies)

    def _last_mark(self, connection):
        """Highest mark that is seen now: later ones are our own transaction's."""
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT max(id) FROM qbo_change"))
        return self.env.cr.fetchone()[0] or 0

    def _drop_own_marks(self, connection, entity, floor):
        """Delete the marks our own writing made on links that are in step."""
        # ``floor`` was read in this transaction, which sees one state of the database
        # (REPEATABLE READ): what users mark meanwhile may have a higher id, but this
        # DELETE does not see it, so only our own marks are above the floor. Those set
        # on purpose are "needed" and stay; so do those of links that are not in step.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """DELETE FROM qbo_change mark USING qbo_link link
                    WHERE mark.id > %s AND NOT mark.needed
                      AND mark.connection_id = %s AND mark.entity = %s
                      AND link.connection_id = mark.connection_id
                      AND link.entity = mark.entity
                      AND link.res_model = mark.res_model
                      AND link.res_id = mark.res_id AND link.state = 'linked'""",
                floor,
                connection.id,
                entity,
            )
        )

    # -- known objects --------------------------------------------------------

    def _meet(self, connection, mapper, pairs):
        """Bring linked records and newest objects together; how many were written."""
        ids = [link.res_id for link, _object in pairs]
        records = self.env[mapper._odoo_model].browse(ids)
        there = {record.id: record for record in records.exists()}
        rule = self.env["qbo.rule"]._of(connection, mapper._entity)
        mapper._prepare(records.browse(there), connection)
        written = 0
        for link, payload in pairs:
            if link.state in OVER:
                link.write(link._saw(payload))
            elif link.res_id in there:
                record = records.browse(link.res_id)
                written += self._merge(connection, mapper, rule, link, record, payload)
            else:
                self.env["qbo.removal"]._changed_there(rule, link, payload)
        return written

    def _merge(self, connection, mapper, rule, link, record, payload):
        """Bring one record and its object together; True if the record was written."""
        theirs = exact.jsonable(mapper._project(payload))
        local = self._local(connection, mapper, link, record)
        winner = rule.winner if rule.push else "quickbooks"
        outcome = compare(local, theirs, link.agreed, link.ours, winner)
        for path in mapper._yielding & outcome.disputed.keys():
            outcome.take[path] = outcome.disputed.pop(path)[1]
        if not rule.pull and link.agreed is not False:
            outcome.take = {}
        if outcome.take:
            sub = part_of(payload, mapper._keys(), outcome.take)
            mapper._apply(sub, connection, record)
            local = self._local(connection, mapper, link, record)
        self._agree(link, payload, theirs, local, outcome)
        mapper._pulled(link, payload)
        return bool(outcome.take)

    def _local(self, connection, mapper, link, record):
        """Our payload now; what was agreed where it cannot be built."""
        try:
            payload = mapper._payload(record, connection, link.part)
        except MappingProblem:
            return link.agreed or {}
        return exact.jsonable(mapper._project(payload))

    def _agree(self, link, payload, theirs, local, outcome):
        """Store what both sides hold now, and what is still to be sent or decided."""
        pending = {**outcome.send, **outcome.disputed}
        base = self._base(link, theirs, outcome)
        link.write(
            {
                **link._saw(payload),
                "agreed": base,
                "ours": reads_otherwise(local, base, pending) or False,
                "disputed": {p: v[1] for p, v in outcome.disputed.items()} or False,
                "state": "error" if outcome.disputed else "linked",
                "problem": False,
                "synced_at": fields.Datetime.now(),
            }
        )
        problems = self.env["qbo.exception"]
        if outcome.disputed:
            problems._open_conflict(link, outcome.disputed)
        else:
            problems._close(link, kinds=("clash", "gone", "merged", "refused"))
        if outcome.send:
            link._mark_again(needed=True)

    def _base(self, link, theirs, outcome):
        """What was agreed: QuickBooks' newest, but not on what is disputed.

        A disputed path keeps its old value, so that both sides still count as changed.
        """
        return keeping(theirs, link.agreed or {}, outcome.disputed)

    # -- unknown objects ------------------------------------------------------

    def _adopt(self, connection, mapper, rule, objects, met, run_id):
        """Link objects that no link holds to records found, or to new ones."""
        if not objects:
            return {}
        matched, doubtful, fresh = self._sorted(connection, mapper, objects, met)
        links = self._link(connection, mapper, matched, "matched", run_id)
        pairs = zip(links, (o for _record, o in matched), strict=True)
        self._meet(connection, mapper, list(pairs))
        if not (rule.create_here and rule.pull):
            fresh = []
        self.env["qbo.match"]._raise_there(connection, mapper, doubtful, met)
        records = mapper._apply_new(fresh, connection) if fresh else ()
        created = list(zip(records, fresh, strict=True))
        new = self._link(connection, mapper, created, "imported", run_id)
        for link, (_record, payload) in zip(new, created, strict=True):
            mapper._pulled(link, payload)
        mapper._arrived(links | new)
        new._wake_dependents()
        return {"linked": len(matched), "imported": len(created)}

    def _sorted(self, connection, mapper, objects, met):
        """(record, object) of those recognised; doubtful objects; the others."""
        ids = [met[o["Id"]] for o in objects if isinstance(met.get(o["Id"]), int)]
        there = self.env[mapper._odoo_model].browse(ids).exists()
        taken = self.env["qbo.link"]._by_record(connection, mapper, there.ids)
        used = {key for key, link in taken.items() if link.qbo_id}
        matched, doubtful, fresh = [], [], []
        for each in objects:
            found = met.get(each["Id"])
            key = (found, mapper._part_there(each, connection))
            if isinstance(found, int) and found in there._ids and key not in used:
                used.add(key)
                matched.append((there.browse(found), each))
            elif found and not isinstance(found, int):
                doubtful.append(each)
            else:
                fresh.append(each)
        return matched, doubtful, fresh

    def _link(self, connection, mapper, pairs, origin, run_id):
        """Links for (record, object); a waiting link of the record is used."""
        links = self.env["qbo.link"]
        records = self.env[mapper._odoo_model].browse([r.id for r, _o in pairs])
        mapper._prepare(records, connection)
        waiting = links._by_record(connection, mapper, records.ids)
        keys = [(r.id, mapper._part_there(o, connection)) for r, o in pairs]
        fresh = []
        for key, (record, payload) in zip(keys, pairs, strict=True):
            values = {"qbo_id": payload["Id"], "origin": origin}
            if origin == "imported":
                values["run_id"] = run_id
                values |= self._agreed(connection, mapper, record, payload, key[1])
            if key in waiting:
                waiting[key].write(values)
            else:
                fresh.append(links._new_values(connection, mapper, *key) | values)
        created = {(link.res_id, link.part): link for link in links.create(fresh)}
        return links.concat(*(created.get(key) or waiting[key] for key in keys))

    def _agreed(self, connection, mapper, record, payload, part):
        """Values of a link whose record was just made from its object."""
        theirs = exact.jsonable(mapper._project(payload))
        try:
            local = mapper._project(mapper._payload(record, connection, part))
        except MappingProblem:
            local = theirs
        return {
            **self.env["qbo.link"]._saw(payload),
            "agreed": theirs,
            "ours": reads_otherwise(exact.jsonable(local), theirs) or False,
            "state": "linked",
            "synced_at": fields.Datetime.now(),
        }
