"""The demo from the first step to the verdict."""

import time
from pathlib import Path

from environment import say, step

from . import report, verdict
from .stage import Stage
from .story import Story

STEPS = (
    ("connect", "Connecting through QuickBooks' consent page"),
    ("lists", "Reading QuickBooks' lists"),
    ("mappings", "Mapping by name"),
    ("customers", "Fetching QuickBooks' customers"),
    ("invoices", "Copying all posted customer invoices"),
    ("receive", "Receiving a full and a partial payment in QuickBooks"),
    ("payments", "Fetching the payments"),
    ("review", "Asking the customers who paid in full for a review"),
)


def run(chosen):
    """Play the demo and give the exit code: 0 only if both books agree."""
    stage = Stage(chosen.port)
    if chosen.reset:
        stage.reset()
    with stage.running():
        story = Story(stage)
        figures = _tell(stage, story)
        print("\n".join(report.table(figures)), flush=True)
        if chosen.json:
            report.as_json(Path(chosen.json), figures)
        if chosen.pictures:
            _draw(stage, story, chosen.pictures)
        if not chosen.once:
            _stay(stage)
    return 0 if figures["agree"] else 1


def _tell(stage, story):
    seconds = {}
    for name, text in STEPS:
        started = time.monotonic()
        with step(text):
            getattr(story, name)()
        seconds[name] = round(time.monotonic() - started, 2)
    return _figures(stage, story, seconds)


def _draw(stage, story, folder):
    from . import pictures  # the browser is loaded only if it is asked for

    with step("Taking pictures"):
        pictures.take(stage, story, Path(folder))


def _figures(stage, story, seconds):
    odoo = verdict.of_odoo(stage.book, story.company)
    quickbooks = verdict.of_quickbooks(story.control, story.realm)
    documents, agree = verdict.compare(odoo, quickbooks)
    calls = story.control.calls(story.realm)
    return {
        "agree": agree,
        "odoo": odoo[0],
        "quickbooks": quickbooks[0],
        "documents": documents,
        "calls": {name: calls[name] for name in ("writes", "metered")},
        "seconds": seconds,
    }


def _stay(stage):
    say("")
    say(f"Odoo:       {stage.url}  (user admin, password admin)")
    say(f"QuickBooks: {stage.quickbooks.url}")
    say("Ctrl-C stops both; both books are kept (--reset forgets them).")
    while True:
        time.sleep(3600)
