"""Many workers ask for the connection's token at one moment.

Usage: python -m harness.programs.ask_tokens DATABASE CONNECTION WORKERS
Prints one JSON list: what each worker got, a token's digest or an error's name.
"""

import hashlib
import json
import multiprocessing
import sys

import odoo
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database, connection, workers):
    """Load the registry once, fork the workers, let them start together."""
    config.parse_config(["-d", database, "--no-http", "--log-level=warn"])
    Registry(database)
    odoo.sql_db.close_all()  # no worker may share a socket with another
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(int(workers))
    with fork.Pool(int(workers), _prepare, (barrier,)) as pool:
        asked = [(database, int(connection))] * int(workers)
        print(json.dumps(pool.map(_ask, asked, chunksize=1)))


def _prepare(barrier):
    global start
    start = barrier


def _ask(asked):
    database, connection = asked
    with Registry(database).cursor() as cursor:
        env = api.Environment(cursor, api.SUPERUSER_ID, {})
        record = env["qbo.connection"].browse(connection)
        token = env["qbo.token"]._of(record)
        start.wait(60)
        try:
            return hashlib.sha256(token._current().encode()).hexdigest()
        except Exception as error:  # noqa: BLE001 - the answer is what happened
            return type(error).__name__


if __name__ == "__main__":
    main(*sys.argv[1:])
