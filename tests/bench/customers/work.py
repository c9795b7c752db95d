"""What happens inside Odoo: python -m customers.work VERB DATABASE CONNECTION ...

Prints one JSON value: what the verb gives.
"""

import json
import re
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

TURNS = 10_000
LEFT = """
    SELECT (SELECT count(*) FROM qbo_change WHERE connection_id = %(id)s)
         + (SELECT count(*) FROM qbo_intent
             WHERE connection_id = %(id)s AND state != 'settled')
         + (SELECT count(*) FROM qbo_rule
             WHERE connection_id = %(id)s AND pull AND paused IS NOT TRUE
               AND (page_since IS NOT NULL OR cursor IS NULL))
"""
CURSORS = re.compile(r"/odoo/sql_db\.py$")
# As the engine creates them: without a note in each customer's history.
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


@contextmanager
def transaction(registry):
    """Give an environment whose work is committed at the end."""
    with registry.cursor() as cr:
        yield api.Environment(cr, api.SUPERUSER_ID, {})


def drain(registry, connection_id):
    """Run the connection until nothing is left.

    Gives seconds, seconds of this process's processor and its peak megabytes.
    """
    began, worked = time.perf_counter(), time.process_time()
    for _ in range(TURNS):
        with transaction(registry) as env:
            connection = env["qbo.connection"].browse(int(connection_id))
            connection = connection.with_company(connection.company_id)
            env["qbo.sync"]._run(connection)
        if not left(registry, int(connection_id)):
            break
    else:
        raise SystemExit("The work never ended.")
    return {**_took(began, worked), "megabytes": peak()}


def _took(began, worked):
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
    }


def left(registry, connection_id):
    """Give how much waits in both directions."""
    with registry.cursor() as cr:
        cr.execute(LEFT, {"id": connection_id})
        return cr.fetchone()[0]


def peak():
    """Give the most memory this process ever had, in megabytes.

    ``getrusage`` would count what the process had that started this one.
    """
    status = Path("/proc/self/status").read_text().splitlines()
    [most] = (line.split()[1] for line in status if line.startswith("VmHWM"))
    return int(most) / 1024


def values(registry, connection_id, payloads):
    """Give the values with which the mapper creates QuickBooks' customers."""
    objects = json.loads(Path(payloads).read_text())
    with transaction(registry) as env:
        connection = env["qbo.connection"].browse(int(connection_id))
        mapper = env["qbo.mapper"]._for("Customer")
        return mapper._new_values(objects, connection)


def create(registry, connection_id, vals_file, at_once):
    """Create partners, ``at_once`` in each transaction; give what it took."""
    vals_list = json.loads(Path(vals_file).read_text())
    began, worked = time.perf_counter(), time.process_time()
    for start in range(0, len(vals_list), int(at_once)):
        with transaction(registry) as env:
            partners = env["res.partner"].with_context(**QUIET)
            partners.create(vals_list[start : start + int(at_once)])
    return _took(began, worked)


def hops(registry, connection_id):
    """Do one whole run; give the add-ons' files it went through, cursors, queries.

    The second of two runs that do the same counts: the first one fills caches.
    """
    seen, counts = set(), Counter()

    def watch(frame, event, _argument):
        code = frame.f_code
        if event != "call":
            return
        if CURSORS.search(code.co_filename):
            counts[code.co_name, type(frame.f_locals.get("self")).__name__] += 1
        elif "/qbo_connector" in code.co_filename:
            seen.add(code.co_filename)

    with transaction(registry) as env:
        connection = env["qbo.connection"].browse(int(connection_id))
        connection = connection.with_company(connection.company_id)
        sys.setprofile(watch)
        try:
            env["qbo.sync"]._run(connection)
        finally:
            sys.setprofile(None)
    return {
        "files": len(seen),
        "transactions": counts["commit", "Cursor"],
        "queries": counts["execute", "Cursor"],
    }


def main(verb, database, *arguments):
    """Do one thing in one database and print what it gives."""
    config.parse_config(["-d", database, "--no-http", "--log-level=warn"])
    verbs = {"drain": drain, "values": values, "create": create, "hops": hops}
    print(json.dumps(verbs[verb](Registry(database), *arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
