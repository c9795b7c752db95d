"""How much of what QuickBooks allows is used, by Odoo's own scheduler.

QuickBooks takes 40 batches of 30 a minute: 1,200 writes. QBO_BENCH_RECORDS: how many
new customers (3,000); QBO_BENCH_DELAYS: after how many milliseconds QuickBooks
answers (0,200,1500).
"""

import os
import time
from datetime import datetime

from customers.stage import connected, row
from push_customers import fill

RECORDS = int(os.environ.get("QBO_BENCH_RECORDS", "3000"))
DELAYS = [
    int(milliseconds) / 1000
    for milliseconds in os.environ.get("QBO_BENCH_DELAYS", "0,200,1500").split(",")
]
ALLOWED = 1200 / 60  # writes a second
PATIENCE = 1200
LINKED = "SELECT count(*) FROM qbo_link WHERE entity = 'Customer' AND state = 'linked'"


def main():
    """Print and give the figures."""
    rows = []
    for delay in DELAYS:
        with connected(limits=True) as stage:
            fill(stage, RECORDS)
            rows += measured(stage, delay)
    return rows


def measured(stage, delay):
    """Let Odoo's scheduler send what waits; give the lines of the table."""
    world = stage.world
    world.control.delay(delay)
    world.control.reset_calls()
    world.odoo.start()
    began = time.monotonic()
    world.bookkeeper.press("action_sync_now")
    while world.book.value(LINKED) < RECORDS:
        if time.monotonic() - began > PATIENCE:
            raise SystemExit("The work never ended.")
        time.sleep(0.5)
    seconds = time.monotonic() - began
    log = world.control.calls(world.realm)["log"]
    refused = sum(call["status"] == 429 for call in log)
    what = f"push, answers after {round(delay * 1000)} ms"
    return [
        row(what, round(RECORDS / seconds * 60), "a minute"),
        row(
            f"{what}: of what is allowed", round(RECORDS / seconds / ALLOWED * 100), "%"
        ),
        row(f"{what}: refused calls", refused, ""),
        row(f"{what}: calls", len(log), ""),
        row(f"{what}: longest pauses", pauses(log), "s"),
        row("  load of the machine", round(os.getloadavg()[0], 1), ""),
    ]


def pauses(log):
    """Give the three longest times between two calls, with the calls before."""
    times = sorted(datetime.fromisoformat(call["time"]).timestamp() for call in log)
    gaps = sorted((b - a for a, b in zip(times, times[1:], strict=False)), reverse=True)
    return " ".join(f"{gap:.1f}" for gap in gaps[:3])


if __name__ == "__main__":
    main()
