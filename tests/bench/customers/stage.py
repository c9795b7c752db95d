"""A connected pair of books of its own for each measurement."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from environment import prepare
from harness.world import World
from testing import template
from testing.parts import BY_NAME

RECORDS = int(os.environ.get("QBO_BENCH_RECORDS", "10000"))
DELAYS = [
    int(milliseconds) / 1000
    for milliseconds in os.environ.get("QBO_BENCH_DELAYS", "0,200").split(",")
]
# The first pull begins with the first page, whatever happened while connecting.
UNPACED = """
    INSERT INTO ir_config_parameter (key, value) VALUES ('qbo_connector.pace', '0')
"""
FROM_THE_START = "UPDATE qbo_rule SET cursor = NULL, next_at = NULL"


class Stage:
    """A connection whose Odoo server is stopped: the engine works when told to."""

    def __init__(self, world, verbs):
        self.world = world
        self.verbs = verbs
        self.connection = world.bookkeeper.connection

    def seed(self, count):
        """Let people make customers in QuickBooks; give them as payloads."""
        self.world.control.seed(self.world.realm, {"Customer": count})
        return self.world.there("Customer")

    def work(self, verb, *arguments, database=""):
        """Do something in a process of its own: a function of ``verbs``, a module."""
        database = database or self.world.name
        command = [sys.executable, "-m", self.verbs, verb, database]
        done = subprocess.run(
            [*command, *map(str, (self.connection, *arguments))],
            env={**os.environ, **self._variables()},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    def drain(self, delay):
        """Let the engine work until nothing is left, calls taking ``delay`` seconds.

        Figures: seconds, seconds of the processor, megabytes (peak), calls, seconds
        spent by QuickBooks.
        """
        self.world.book.execute(FROM_THE_START)
        self.world.control.delay(delay)
        self.world.control.reset_calls()
        figures = self.work("drain")
        calls = self.world.control.calls(self.world.realm)
        spent = sum(call["seconds"] for call in calls["log"])
        return {**figures, "calls": calls["total"], "quickbooks": spent}

    def _variables(self):
        here = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join([here, os.environ["PYTHONPATH"]])
        return {"PYTHONPATH": path, "ODOO_RC": str(self.world.odoo.configuration)}


@contextmanager
def connected(verbs="customers.work", prepare_world=None, limits=False):
    """Give a stage: a copy of a database with the add-ons, connected, at rest.

    ``prepare_world(world)`` does what else is wanted while Odoo's server runs.
    Without ``limits`` neither side counts calls, to see the engine's own speed.
    """
    environment = prepare()
    with (
        template.ready(environment, BY_NAME["e2e"]) as source,
        tempfile.TemporaryDirectory() as folder,
        World(environment, source, folder, f"{source}_p{os.getpid()}_bench") as world,
    ):
        if not limits:
            world.control.set("throttles", False)
            world.book.execute(UNPACED)
        if prepare_world:
            world.connected()
            prepare_world(world)
        world.bookkeeper.connect()
        world.bookkeeper.settle()
        world.odoo.stop()
        yield Stage(world, verbs)


def row(what, figure, unit):
    """Print one line of the table and give it."""
    print(f"{what:<58}{figure:>10} {unit}", flush=True)
    return {"what": what, "figure": figure, "unit": unit}


def rows_of(work, count, delay, figures):
    """Give the lines of one measurement of ``drain``."""
    what = f"{work}, answers after {round(delay * 1000)} ms"
    seconds = figures["seconds"]
    own = seconds - figures["quickbooks"]
    return [
        row(what, round(count / seconds), "a second"),
        row(f"{what}: without QuickBooks' time", round(count / own), "a second"),
        row(f"{what}: processor", round(figures["processor"], 1), "s"),
        row(f"{what}: calls", figures["calls"], ""),
        row(f"{what}: peak memory", round(figures["megabytes"]), "MB"),
        row("  load of the machine", round(os.getloadavg()[0], 1), ""),
    ]
