"""The borders between the rooms of the connector; its DEVELOP.md has the map.

How long files and functions may be stands in test_repository.py.
"""

import sys
from pathlib import Path

import pytest
import repository
import rooms

# What a room may import beside itself, the shelf and the modules at the front door.
IMPORTS = {
    "qbo": set(),
    "engine": {"connection", "qbo"},
    "connection": {"qbo"},
    "lists": {"qbo"},
    "matching": {"qbo"},
    "models": {"qbo"},
    "mappers": {"qbo"},
    "wizards": {"engine", "matching", "models", "qbo"},
    "controllers": set(),
}
# Plain modules that every room may import; they hold words and no models.
SHELF = {("engine", "turn"), ("mappers", "watch"), ("models", "kept_field")}
# Whose models a room may name beside its own. Wizards are named by buttons.
NAMES = {
    "qbo": set(),
    "engine": {"connection", "lists", "mappers", "matching", "models"},
    "connection": {"lists", "mappers", "models", "wizards"},
    "lists": {"connection"},
    "matching": {"connection", "mappers", "models", "wizards"},
    "models": {"connection", "mappers", "matching", "wizards"},
    "mappers": {"connection", "lists", "models"},
    "wizards": {"connection", "engine", "lists", "mappers", "matching", "models"},
    "controllers": {"connection", "models"},
}
WORDS = {"qbo.error.text", "qbo.problem.text"}  # sentences, for whoever tells trouble
# Where else a model of the engine is named, and why.
INTO_THE_ENGINE = {
    ("connection/cron.py", "qbo.sync"): "the scheduled action begins a run",
    ("models/qbo_sync_mixin.py", "qbo.sync"): "a button sends a record",
    ("models/qbo_sync_mixin.py", "qbo.explain"): "a button asks why",
    ("models/qbo_document_mixin.py", "qbo.sync"): "a button sends a document",
    ("models/qbo_exception_repair.py", "qbo.removal"): "a button repairs a problem",
    ("models/qbo_exception_choice.py", "qbo.pull.merged"): "a button decides it",
    ("matching/duplicate.py", "qbo.pull.merged"): "a button looks for a merger",
    ("matching/duplicate_follow.py", "qbo.removal"): "a merger by hand is followed",
}
LARGEST_KNOT = 12


def of_rooms():
    files = [(path, rooms.room_of(path)) for path in repository.shipped()]
    return [(path, room) for path, room in files if room in IMPORTS]


def test_every_folder_of_python_is_a_room():
    folders = {
        rooms.room_of(p) for p in repository.shipped() if p.parts[0] == "qbo_connector"
    }
    assert folders - {""} == IMPORTS.keys() == NAMES.keys()


def test_a_room_imports_only_what_the_map_allows():
    strange = [
        f"{path}: {other}.{module}"
        for path, room in of_rooms()
        for other, module in rooms.imports(path) - SHELF
        if other not in {room, *IMPORTS[room]}
    ]
    assert strange == []


def test_the_map_allows_nothing_that_nobody_needs():
    idle = [
        f"{room}: {other}"
        for room in IMPORTS
        for allowed, used in (
            (IMPORTS, {other for other, _module in imported(room)}),
            (NAMES, {home for path in files_of(room) for _name, home in foreign(path)}),
        )
        for other in sorted(allowed[room] - used)
    ]
    assert idle == []


def imported(room):
    """Give what a room imports that does not lie on the shelf."""
    return {pair for path in files_of(room) for pair in rooms.imports(path) - SHELF}


def files_of(room):
    """Give the files of one room, in all add-ons."""
    return [path for path, its_room in of_rooms() if its_room == room]


@pytest.mark.parametrize("place", sorted(SHELF), ids="/".join)
def test_what_lies_on_the_shelf_leads_nowhere(place):
    path = Path("qbo_connector", place[0], f"{place[1]}.py")
    kinds = [model.kind for model in repository.models([path])]
    assert (kinds, rooms.imports(path)) == ([], set())


def test_a_room_names_only_models_that_the_map_allows():
    strange = [
        f"{path}: {named}"
        for path, room in of_rooms()
        for named, home in foreign(path)
        if home not in {room, "engine", *NAMES[room]}
    ]
    assert strange == []


def test_the_engine_is_named_by_itself_by_wizards_and_by_few_others():
    named = {
        ("/".join(path.parts[1:]), model)
        for path, room in of_rooms()
        if "engine" not in {room, *NAMES[room]}
        for model, home in foreign(path)
        if home == "engine" and model not in WORDS
    }
    assert named == INTO_THE_ENGINE.keys()


def foreign(path):
    """Give the models a file names, with the rooms they are made in."""
    named = {named for _own, named in rooms.names(path)}
    return [(model, rooms.room_of(rooms.homes()[model])) for model in sorted(named)]


def test_the_largest_knot_of_models_grows_no_more(capsys):
    largest, *_others = rooms.knots(rooms.edges())
    told = f"The largest knot has {len(largest)} models: {', '.join(sorted(largest))}."
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert len(largest) <= LARGEST_KNOT, sorted(largest)


# What reads all this can itself be wrong


def test_a_ring_of_models_is_a_knot_and_a_chain_is_none():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set()}
    assert rooms.knots(graph) == [frozenset("abc")]


def test_names_are_seen_in_look_ups_and_in_constants():
    path = Path("qbo_connector/engine/sync.py")
    named = {named for own, named in rooms.names(path) if own == "qbo.sync"}
    assert {"qbo.push.send", "qbo.rescan", "qbo.rule"} <= named


def test_relative_and_absolute_imports_are_seen():
    inside = rooms.imports(Path("qbo_connector/engine/push_send.py"))
    outside = rooms.imports(Path("qbo_connector_invoices/models/qbo_document_mixin.py"))
    assert ("connection", "throttle") in inside
    assert ("models", "qbo_link_buttons") in outside
