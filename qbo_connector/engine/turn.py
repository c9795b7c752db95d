"""What one turn of a connection carries along: time, client, plan and tally."""

import time
from collections import Counter
from dataclasses import dataclass, field

SLICE = 10  # seconds of work before the scheduler gets a word in
OVER = ("ignored", "undone")  # states of links that take no part in the exchange
ACTS = ("send", "upload")  # what QuickBooks is asked to do, not to hold


@dataclass
class PushRequest:
    """The marks of one record and part, added up.

    ``front``: a person asked for it; ``needed``: a document cannot go without it.
    """

    res_id: int
    part: str
    marks: list = field(default_factory=list)
    jobs: set = field(default_factory=set)
    front: bool = False
    needed: bool = False
    attempt: int = 0
    cause: int = 0  # the job that needs it, though it is none of its records

    def add(self, mark):
        """Add what one change mark says."""
        self.marks.append(mark.id)
        self.front |= mark.front
        self.needed |= mark.needed
        self.attempt = max(self.attempt, mark.attempt)
        self.cause = self.cause or (mark.details or {}).get("cause") or 0
        if mark.run_id:
            self.jobs.add(mark.run_id.id)


@dataclass
class PushItem:
    """One thing to say to QuickBooks about one record.

    ``payload`` is what mapping gave, ``mapped`` the same as it is compared later;
    ``body`` is given where it is not built from the payload (removals).
    ``marks`` are the ids of the change marks it answers.
    """

    entity: str
    model: str
    res_id: int
    part: str
    link_id: int
    operation: str
    payload: dict
    mapped: dict
    qbo_id: str = ""
    body: dict | None = None
    marks: tuple = ()
    attempt: int = 0
    jobs: tuple = ()
    cause: int = 0
    looked_up: bool = True
    removal: str = ""  # why it goes: "gone" here, or "undo" of what a run did
    outdated: bool = False  # QuickBooks moved the object by a write to another one

    @property
    def key(self):
        """What the record is called across tables; see ``subject``."""
        return subject(self.entity, self.model, self.res_id, self.part)

    def note(self):
        """What an intent keeps of it."""
        return {
            "link": self.link_id,
            "entity": self.entity,
            "model": self.model,
            "res_id": self.res_id,
            "part": self.part,
            "operation": self.operation,
            "mapped": self.mapped,
            "attempt": self.attempt,
            "jobs": list(self.jobs),
            "cause": self.cause,
            "removal": self.removal,
            "details": self.payload if self.operation in ACTS else None,
            "state": "open",
        }


@dataclass
class Turn:
    """One turn; ``front`` limits a button's turn to what people asked for."""

    connection_id: int
    client: object = None
    seconds: float = SLICE
    front: bool = False
    plan: list = field(default_factory=list)
    figures: Counter = field(default_factory=Counter)
    jobs: Counter = field(default_factory=Counter)
    run_id: int | None = None
    fetch: bool = False  # objects were found stale: fetch them before going on
    more: bool = False  # work is left that may run now
    started: float = field(default_factory=time.monotonic)
    context: dict | None = None  # of all its transactions: company and language
    failed: bool = False  # a step failed in the program itself
    behind: bool = False  # a backup was restored: fetch before anything is sent
    ahead_since: object = None  # since when QuickBooks may know more (naive UTC)
    failed_before: bool = False  # and so did one of an earlier turn

    def has_time(self):
        """Whether another step may begin."""
        return time.monotonic() - self.started < self.seconds

    def inner(self):
        """A tally of its own for one transaction, which may have to be repeated."""
        return Turn(self.connection_id, front=self.front, run_id=self.run_id)

    def absorb(self, inner):
        """Add what a transaction came to, once it is committed."""
        self.figures.update(inner.figures)
        self.jobs.update(inner.jobs)
        self.fetch |= inner.fetch
        self.seconds = min(self.seconds, inner.seconds)

    @property
    def done(self):
        """Records dealt with so far."""
        return sum(self.figures.values())


def subject(entity, model, res_id, part=""):
    """One text for one side of a record: in problems, waits and intents."""
    return f"{entity}:{model},{res_id},{part or ''}"


def remote_subject(entity, qbo_id):
    """The same for a QuickBooks object that has no record here."""
    return f"{entity}:qbo,{qbo_id}"
