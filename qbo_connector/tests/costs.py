import threading
from contextlib import contextmanager


@contextmanager
def queries():
    """Give the list of the queries that are made meanwhile, on any cursor."""
    made = []

    def note(_cr, query, _params, _start, _delay):
        made.append(str(getattr(query, "code", query)))

    thread = threading.current_thread()
    before = getattr(thread, "query_hooks", ())
    thread.query_hooks = [*before, note]
    try:
        yield made
    finally:
        thread.query_hooks = before


def about(made, table):
    """Return those of the queries that read a table."""
    return [query for query in made if f'FROM "{table}"' in query]
