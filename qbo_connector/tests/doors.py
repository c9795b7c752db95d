"""Everything that can be called from outside, called by people who may not."""

import json
import warnings

from odoo import models
from odoo.exceptions import AccessError
from odoo.service.model import call_kw, get_public_method

from .doors_watch import Watch
from .doors_world import our_models, our_parts, undone

# Rows that Odoo itself keeps about what people do, or that start the scheduler.
TRACES = ("bus_", "ir_cron_trigger", "ir_logging", "mail_", "res_device")
# What follows by itself from a setting that the person may write.
FOLLOWING = ("link_tracker", "ir_cron", "ir_act_server")


class Person:
    """Somebody who knocks: ``own`` is the world of this person's company, if any."""

    def __init__(self, name, user, own, foreign):
        self.name, self.user, self.own, self.foreign = name, user, own, foreign


class Doors:
    """Call all public methods of all models, each call undone, and judge each."""

    def __init__(self, case):
        self.case, self.env = case, case.env
        self.watch = Watch(case.env.cr)
        self.models, self.methods, self.calls, self.answers = set(), set(), 0, 0
        self.faults = {}

    # -- one call -----------------------------------------------------------------

    def knock(self, person, model, name, *args, context=None, then=None):
        """Call a method as a person, ``then`` another one on what it answered."""
        self.models.add(model)
        self.methods.add((model, then or name))
        where = f"{person.name}: {model}.{name}" + (f", {then}" if then else "")
        env = self.env(user=person.user.id, su=False, context={**(context or {})})
        with undone(self.env.cr):
            self.watch.begin()
            answer = self._call(env, model, name, args)
            self._judge(person, where, answer)
            if then and not isinstance(answer, Exception):
                answer = self._call(env, model, then, [answer])
                self._judge(person, where, answer)
            after = (
                {} if isinstance(answer, Exception) and not then else self._written()
            )
        self._forget()
        for table, old, new in self.watch.differences(after):
            why = self._is_wrong(person, table, old, new)
            if why:
                self._fault(where, f"{why} {table}: {self._short(old, new)}")
        return answer

    def _call(self, env, model, name, args):
        """Call as RPC does; what is raised is an answer too."""
        self.calls += 1
        try:
            with self.env.cr.savepoint(flush=False), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                answer = call_kw(env[model], name, list(args), {})
                env.flush_all()
        except Exception as error:  # noqa: BLE001 - made-up arguments end anyhow
            self.env.cr.clear()
            return error
        self.answers += 1
        return answer

    def _written(self):
        return {table: self.watch.rows(table) for table in self.watch.moved()}

    def _forget(self):
        """Nothing of a call is left in memory either."""
        self.env.cr.clear()
        self.env.cr.cache.clear()
        self.env.cr.postcommit.clear()
        if self.env.registry.cache_invalidated:
            self.env.registry.clear_all_caches()

    # -- judging ------------------------------------------------------------------

    def _judge(self, person, where, answer):
        try:
            told = json.dumps(answer, default=str, ensure_ascii=False)
        except (TypeError, ValueError):
            told = str(answer)
        for world in person.foreign:
            if world.mark in told or world.mark.lower() in told.lower():
                at = told.lower().index(world.mark.lower())
                self._fault(where, f"tells {told[max(0, at - 60) : at + 40]}")

    def found(self, person, where, model, ids, closed=False):
        """What a search found must not be another company's, nor of a closed field."""
        for world in person.foreign:
            foreign = world.records.get(model)
            if foreign and set(ids) & set(foreign.ids):
                self._fault(f"{person.name}: {where}", "finds another company's")
        if closed:
            self._fault(f"{person.name}: {where}", "answers by a field that is closed")

    def _is_wrong(self, person, table, old, new):
        """Why a row may not have changed, or nothing."""
        for row in filter(None, (old, new)):
            for world in person.foreign:
                if self._is_of(row, world):
                    return "changes another company's"
        if table.startswith(TRACES):
            return ""
        if person.own is None:
            return "changes"
        if table in FOLLOWING:
            return ""
        if (
            old
            and not table.startswith("qbo_")
            and not self._is_own(person, table, old)
        ):
            return "changes without a right"
        return ""

    def _is_of(self, row, world):
        if row.get("company_id") == world.company.id:
            return True
        connection = world.records["qbo.connection"]
        return row.get("connection_id") == connection.id or world.mark in str(row)

    def _is_own(self, person, table, row):
        """Whether a person may write a record by rights of Odoo's own."""
        model = next((m for m in self.env if self.env[m]._table == table), None)
        if model is None or "id" not in row or row.get("create_uid") == person.user.id:
            return True
        record = self.env[model].with_user(person.user).browse(row["id"])
        return record.has_access("write")

    def _short(self, old, new):
        if old is None or new is None:
            return f"{'a new row' if new else 'a row less'} {str(new or old)[:150]}"
        changed = {k: (old[k], new[k]) for k in old if old[k] != new.get(k)}
        return f"id {old.get('id')} {str(changed)[:200]}"

    def _fault(self, where, what):
        self.faults.setdefault(where, what)

    # -- all of them ----------------------------------------------------------------

    def public(self, name):
        """Public methods of a model: all of ours, or on other models those we touch."""
        model = self.env[name]
        ours = name in our_models(self.env)
        sources = [type(model)] if ours else our_parts(model)
        names = {
            each
            for source in sources
            for each in (dir(source) if ours else vars(source))
        }
        if model._abstract:  # what every model has does nothing without a table
            names -= set(dir(models.AbstractModel))
        for each in sorted(names - set(model._fields)):
            if each.startswith("_") or not callable(getattr(type(model), each, None)):
                continue
            try:
                yield each, get_public_method(model, each)
            except AccessError:
                continue

    def extended(self):
        """Names of models of others that we add something to."""
        ours = set(our_models(self.env))
        return [n for n in sorted(self.env) if n not in ours and our_parts(self.env[n])]

    def fields_of(self, name):
        """Names of the fields that we bring to a model."""
        model, ours = self.env[name], name in our_models(self.env)
        return [
            each
            for each, field in model._fields.items()
            if ours or set(field._modules) & {p._module for p in our_parts(model)}
        ]
