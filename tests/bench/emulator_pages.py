"""Time the emulator: 20,000 invoices made, then queried by pages of 1000.

Once all of them by Id, once what is open by the day it is due.

The emulator runs behind a real port with its books in a file, as in the demo.
Processor time is of both ends together; other programs do not lengthen it.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import requests

from qbo_emulator import Emulator
from qbo_emulator.app import Server

COUNT = int(os.environ.get("QBO_BENCH_INVOICES", "20000"))
PAGE = 1000
TIMEOUT = 60


def main():
    """Print and return seconds for making the books and for each page."""
    with tempfile.TemporaryDirectory() as folder:
        emulator = Emulator(str(Path(folder) / "books.db"))
        try:
            with Server(emulator) as server:
                rows = measure(emulator, server.url)
        finally:
            emulator.close()
    for row in rows:
        print(f"{row['what']:<40}{row['figure']:>10} {row['unit']}")
    return rows


def measure(emulator, url):
    """Fill a company and read it page by page over HTTP."""
    emulator.settings["throttles"] = False
    realm = emulator.add_company("us-manual").realm_id
    began = time.perf_counter()
    counts = {"Customer": 200, "Item": 50, "Invoice": COUNT}
    emulator.control.seed(realm, counts)
    made = time.perf_counter() - began
    app = emulator.add_app(name="Benchmark")
    token = emulator.control.grant(realm, app.client_id)["access_token"]
    address = f"{url}/v3/company/{realm}/query"
    seconds, spent = pages(address, token, "orderby Id")
    due, _spent = pages(address, token, "where Balance > '0' orderby DueDate")
    return [
        row("invoices", COUNT, ""),
        row("made, a second", round(COUNT / made), "invoices"),
        row("pages", len(seconds), ""),
        row("page of 1000, median", round(statistics.median(seconds), 3), "s"),
        row("page of 1000, slowest", round(max(seconds), 3), "s"),
        row("page of what is due, slowest", round(max(due), 3), "s"),
        row("processor time of a page", round(statistics.median(spent), 3), "s"),
        row("load of the machine", round(os.getloadavg()[0], 1), ""),
    ]


def pages(url, token, clause):
    """Return the seconds and the processor seconds each page took."""
    session = requests.Session()
    session.headers.update(
        {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    )
    seconds, spent = [], []
    for start in range(1, COUNT + 1, PAGE):
        page = f"startposition {start} maxresults {PAGE}"
        query = f"select * from Invoice {clause} {page}"
        began, worked = time.perf_counter(), time.process_time()
        answer = session.get(url, params={"query": query}, timeout=TIMEOUT)
        found = answer.json()["QueryResponse"]["Invoice"]
        seconds.append(time.perf_counter() - began)
        spent.append(time.process_time() - worked)
        if len(found) != min(PAGE, COUNT - start + 1):
            raise SystemExit(f"Page at {start} has {len(found)} invoices.")
    return seconds, spent


def row(what, figure, unit):
    """Return one line of the table."""
    return {"what": what, "figure": figure, "unit": unit}


if __name__ == "__main__":
    main()
