"""Keep what a turn did in its run, and move the bars of jobs."""


def begin(sync, turn):
    """Begin a row for what a turn is about to do; once in a turn."""
    if not turn.run_id:
        turn.run_id = sync._transact(turn, sync.env["qbo.run"]._open_row)


def conclude(sync, turn):
    """Keep what a turn did, if it did anything, and move the bars of jobs."""
    move_bars(sync, turn)
    done = {name: count for name, count in turn.figures.items() if count}
    if turn.run_id:
        sync._transact(turn, sync.env["qbo.run"]._note, turn, done)


def move_bars(sync, turn):
    """Move the bars of jobs by what was dealt with since they last moved."""
    if turn.jobs:
        sync._transact(turn, sync.env["qbo.run"]._note_jobs, dict(turn.jobs))
        turn.jobs.clear()
