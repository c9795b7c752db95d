"""What can happen to an answer, by name. A kind that finds nothing to spoil in an
answer gives it back as it was.
"""

import copy
import json

from .answer import entries, objects, tables

HTML = b"<html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
XML = b'<?xml version="1.0"?><IntuitResponse time="x"><Customer/></IntuitResponse>'
MISSING = object()
LONE = "\ud800"


def bytes_of(content):
    """A kind: other bytes with the same status."""
    return lambda answer: answer.holding(content)


def status_of(status, content=b"", **headers):
    """A kind: another status, and bytes that hold no fault with a code."""
    return lambda answer: answer.holding(content, status, **headers)


def said(change):
    """A kind: ``change`` alters a copy of the decoded body, or returns another one."""

    def kind(answer):
        body = answer.said
        if body is None or answer.status != 200:
            return answer
        body = copy.deepcopy(body)
        other = change(body)
        return answer.saying(body if other is None else other)

    return kind


def every(find, change):
    """A kind: ``change`` alters whatever ``find`` finds in the body."""

    def alter(body):
        for container, key in list(find(body)):
            change(container, key)

    return said(alter)


def rows_become(value):
    """A kind: each object is something else."""

    def change(container, key):
        container[key] = copy.deepcopy(value)

    return every(objects, change)


def under(path, value):
    """A kind: in each object another value, or none, stands under a dotted path."""
    *way, last = path.split(".")

    def change(container, key):
        inner = container[key]
        for step in way:
            inner = inner.get(step) if isinstance(inner, dict) else None
        if not isinstance(inner, dict):
            return
        if value is MISSING:
            inner.pop(last, None)
        elif last in inner or not way:
            inner[last] = value

    return every(objects, change)


def tables_become(make):
    """A kind: each list of rows is what ``make`` gives for it."""

    def change(container, key):
        container[key] = make(container[key])

    return every(tables, change)


def root(name, value):
    """A kind: another value, or none, stands at the root, where there was one."""

    def change(body):
        if name not in body:
            return
        if value is MISSING:
            del body[name]
        else:
            body[name] = value

    return said(change)


def envelopes(value):
    """A kind: what should hold the answer is something else."""

    def change(body):
        for key in body:
            if key != "time":
                body[key] = copy.deepcopy(value)

    return said(change)


def batch(change):
    """A kind: ``change`` alters the list of a batch's answers."""

    def alter(body):
        if entries(body):
            change(body["BatchItemResponse"])

    return said(alter)


def swap(items):
    """Give the answers of a batch to one another."""
    names = [item.get("bId") for item in items]
    for item, name in zip(items, names[1:] + names[:1], strict=True):
        item["bId"] = name


def faulty(fault):
    """A kind: a refusal inside HTTP 200 that has no code."""
    return lambda answer: answer.saying({"Fault": fault, "time": "2026-01-01"})


def items_faulty(fault):
    """A kind: refusals without code of a batch's items."""

    def change(items):
        items[:] = [{"bId": item.get("bId"), "Fault": fault} for item in items]

    return batch(change)


def nest(body):
    """Return the body with an object that is nested deeper than anybody can read."""
    return {**body, "Deep": _deep(60)}


def _deep(depth):
    value = 1
    for _ in range(depth):
        value = {"x": value}
    return value


def deepest(answer):
    """Return brackets that no parser can follow."""
    return answer.holding(b'{"a":' * 50_000 + b"1" + b"}" * 50_000)


def with_number(digits):
    """A kind: a number that can't be told stands where amounts stand."""

    def kind(answer):
        body = answer.said
        if body is None or answer.status != 200:
            return answer
        for container, key in list(objects(body)):
            if isinstance(container[key], dict):
                container[key].update(TotalAmt="@@", Balance="@@")
        text = json.dumps(body).replace('"@@"', digits)
        return answer.holding(text.encode())

    return kind


BODIES = {
    "cut in half": lambda answer: answer.holding(
        answer.content[: len(answer.content) // 2]
    ),
    "cut at the end": lambda answer: answer.holding(answer.content[:-1]),
    "said twice": lambda answer: answer.holding(answer.content * 2),
    "empty": bytes_of(b""),
    "blank": bytes_of(b"  \n"),
    "HTML": bytes_of(HTML),
    "XML": bytes_of(XML),
    "null": bytes_of(b"null"),
    "true": bytes_of(b"true"),
    "a number": bytes_of(b"7"),
    "a text": bytes_of(b'"ok"'),
    "a list": bytes_of(b"[]"),
    "a list of null": bytes_of(b"[null]"),
    "an empty object": bytes_of(b"{}"),
    "no UTF-8": bytes_of(b'{"Customer": {"DisplayName": "\xff\xfe\xc3"}}'),
    "junk": bytes_of(bytes(range(256))),
    "deepest nesting": deepest,
    "not a number": with_number("NaN"),
    "infinite": with_number("Infinity"),
    "a number without end": with_number("1e999999"),
    "a number of many digits": with_number("9" * 6000),
}
ENVELOPED = {
    "envelope null": envelopes(None),
    "envelope list": envelopes([]),
    "envelope list of null": envelopes([None]),
    "envelope list of numbers": envelopes([1, 2]),
    "envelope text": envelopes("x"),
    "envelope number": envelopes(1),
    "envelope missing": said(lambda body: {"time": body.get("time")}),
    "time missing": root("time", MISSING),
    "time null": root("time", None),
    "time odd": root("time", "yesterday"),
    "time a number": root("time", 1767225600),
    "time before all time": root("time", "0001-01-01T00:00:00+14:00"),
    "time a list": root("time", []),
    "nested deeply": said(nest),
}
ROWS = {
    "rows null": tables_become(lambda _rows: None),
    "rows an object": tables_become(lambda rows: {"0": rows}),
    "rows a number": tables_become(len),
    "rows a text": tables_become(str),
    "rows repeated": tables_become(lambda rows: rows + rows),
    "null among rows": tables_become(lambda rows: [None, *rows]),
    "number among rows": tables_become(lambda rows: [*rows, 5]),
    "list among rows": tables_become(lambda rows: [[], *rows]),
    "empty object among rows": tables_become(lambda rows: [*rows, {}]),
    "objects null": rows_become(None),
    "objects numbers": rows_become(3),
    "objects texts": rows_become("x"),
    "objects lists": rows_become([]),
    "objects empty": rows_become({}),
    "objects nested deeply": under("Deep", _deep(60)),
    "objects deleted": under("status", "Deleted"),
    "status a number": under("status", 7),
}
VALUES = {
    f"{path} {name}": under(path, value)
    for path, values in {
        "Id": {
            "missing": MISSING,
            "null": None,
            "number": 58,
            "empty": "",
            "word": "abc",
            "negative": "-1",
            "endless": "9" * 400,
            "blank": " 5 ",
            "flag": True,
            "list": ["1"],
            "object": {"value": "1"},
            "of another": "987654",
            "other digits": "\u0661\u0662",
        },
        "SyncToken": {
            "missing": MISSING,
            "null": None,
            "number": 3,
            "empty": "",
            "word": "x",
            "negative": "-1",
            "fraction": "1.5",
            "endless": "9" * 400,
            "list": [],
        },
        "MetaData": {"missing": MISSING, "null": None, "list": [], "text": "x"},
        "MetaData.LastUpdatedTime": {
            "missing": MISSING,
            "null": None,
            "odd": "soon",
            "number": 5,
            "no day": "2026-02-31T00:00:00Z",
            "before all time": "0001-01-01T00:00:00+14:00",
        },
        "TxnDate": {"odd": "31/12/2026", "number": 20261231, "null": None, "list": []},
        "TotalAmt": {
            "text": "12.50",
            "word": "much",
            "null": None,
            "list": [],
            "object": {},
            "flag": True,
            "empty": "",
        },
        "Balance": {"word": "x", "list": [1], "object": {"a": 1}},
        "Active": {"word": "maybe", "number": 1, "text": "true"},
        "DisplayName": {
            "number": 5,
            "object": {},
            "list": ["x"],
            "lone surrogate": f"A{LONE}",
            "zero": "A\0B",
            "endless": "x" * 2_000_000,
            "of another": "Nobody's Name",
        },
        "CustomerRef": {
            "null": None,
            "text": "1",
            "list": [],
            "without value": {"name": "x"},
            "number": {"value": 5},
            "of another": {"value": "987654"},
        },
        "Line": {
            "null": None,
            "object": {},
            "list of null": [None],
            "list of numbers": [1],
            "text": "x",
            "amount a word": [{"Amount": "x", "DetailType": "SalesItemLineDetail"}],
            "lone surrogate": [{"Description": LONE}],
        },
        "PrivateNote": {"lone surrogate": LONE, "number": 1},
        LONE: {"as a name": "x"},
    }.items()
    for name, value in values.items()
}
BATCHES = {
    "items swapped": batch(swap),
    "items dropped": batch(lambda items: items.clear()),
    "last item dropped": batch(lambda items: items.pop()),
    "items repeated": batch(lambda items: items.extend(copy.deepcopy(items))),
    "items null": batch(lambda items: items.__setitem__(slice(None), [None])),
    "items reversed": batch(lambda items: items.reverse()),
    "bId missing": batch(lambda items: [item.pop("bId", None) for item in items]),
    "bId number": batch(lambda items: [item.update(bId=5) for item in items]),
    "bId list": batch(lambda items: [item.update(bId=[]) for item in items]),
    "items with an empty fault": items_faulty({}),
    "items with a null fault": items_faulty(None),
    "items with a fault of text": items_faulty("no"),
    "items with a fault without code": items_faulty({"Error": [{"Message": "No"}]}),
    "items with a fault without errors": items_faulty({"Error": []}),
}
FAULTS = {
    "empty fault": faulty({}),
    "null fault": faulty(None),
    "fault of text": faulty("no"),
    "fault a list": faulty([]),
    "fault without errors": faulty({"Error": [], "type": "ValidationFault"}),
    "fault of null errors": faulty({"Error": None}),
    "fault of a number": faulty({"Error": 5}),
    "fault of a null error": faulty({"Error": [None]}),
    "fault without code": faulty({"Error": [{"Message": "No", "Detail": "No"}]}),
    "fault with an empty code": faulty({"Error": [{"Message": "No", "code": ""}]}),
    "fault with a word as code": faulty({"Error": [{"Message": "N", "code": "abc"}]}),
    "fault with a list as code": faulty({"Error": [{"Message": [], "code": [6000]}]}),
    "fault with a lone surrogate": faulty({"Error": [{"Message": f"N{LONE}\0"}]}),
}
STATUSES = {
    "204 without body": status_of(204),
    "302 to nowhere": status_of(302, HTML),
    "400 without body": status_of(400),
    "400 HTML": status_of(400, HTML),
    "400 junk": status_of(400, bytes(range(256))),
    "400 an empty object": status_of(400, b"{}"),
    "400 null": status_of(400, b"null"),
    "400 deep": status_of(400, b"[" * 50_000),
    "400 an empty fault": status_of(400, b'{"Fault": {"Error": []}}'),
    "400 many brackets": status_of(400, b"<" * 200_000),
    "403 HTML": status_of(403, HTML),
    "404 without body": status_of(404),
    "404 HTML": status_of(404, HTML),
    "409 without body": status_of(409),
    "413 HTML": status_of(413, HTML),
    "422 junk": status_of(422, b'"x"'),
    "429 without body": status_of(429),
    "429 to come back": status_of(429, HTML, **{"Retry-After": "2"}),
    "429 odd": status_of(429, b"", **{"Retry-After": "\u00e9 soon"}),
    "500 without body": status_of(500),
    "502 HTML": status_of(502, HTML),
    "503 to come back": status_of(503, b"", **{"Retry-After": "2"}),
    "504 without body": status_of(504),
}
KINDS = {
    **BODIES,
    **ENVELOPED,
    **ROWS,
    **VALUES,
    **BATCHES,
    **FAULTS,
    **STATUSES,
}
LISTED = tuple(KINDS)
