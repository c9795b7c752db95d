"""Many processes speak to one QuickBooks company at one moment.

Usage: python -m harness.programs.make_calls DATABASE CONNECTION PROCESSES SECONDS
Half of them work as buttons do, half as schedules. Prints one JSON list: for each
process how many calls it made, how often it had to come back, and what was refused.
"""

import json
import multiprocessing
import sys
import time
import uuid

import odoo
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

STATEMENT = "SELECT * FROM Term"


def main(database, connection, processes, seconds):
    """Load the registry once, fork the processes, let them start together."""
    config.parse_config(["-d", database, "--no-http", "--log-level=warn"])
    Registry(database)
    odoo.sql_db.close_all()  # no process may share a socket with another
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(int(processes))
    with fork.Pool(int(processes), _prepare, (barrier,)) as pool:
        work = [
            (database, int(connection), number, float(seconds))
            for number in range(int(processes))
        ]
        print(json.dumps(pool.map(_work, work, chunksize=1)))


def _prepare(barrier):
    global start
    start = barrier


def _work(asked):
    database, connection, number, seconds = asked
    told = {"calls": 0, "came_back": 0, "refused": []}
    with Registry(database).cursor() as cursor:
        env = api.Environment(cursor, api.SUPERUSER_ID, {})
        record = env["qbo.connection"].browse(connection)
        client = record._client(timeout=20 if number % 2 else None)
        start.wait(60)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            _once(client, told)
    return told


def _once(client, told):
    # found only once Odoo knows its folders of add-ons
    from odoo.addons.qbo_connector.qbo.batch import BatchItem
    from odoo.addons.qbo_connector.qbo.errors import QboError, QboThrottled

    try:
        if told["calls"] % 3:
            client.query_page(STATEMENT)
        else:
            items = [BatchItem(bid, "query", statement=STATEMENT) for bid in "01"]
            client.batch(items, uuid.uuid4().hex)
        told["calls"] += 1
    except QboThrottled as error:
        if error.status:
            told["refused"].append(error.code)
        told["came_back"] += 1
        time.sleep(min(error.wait or 1, 2))
    except QboError as error:
        told["refused"].append(type(error).__name__)


if __name__ == "__main__":
    main(*sys.argv[1:])
