"""Reads which room of the connector imports which, and whose models it names."""

import ast
import functools
from collections import defaultdict
from pathlib import Path

import repository

CONNECTOR = "qbo_connector"


def room_of(path):
    """Give the folder of an add-on that a file lies in, "" for its front door."""
    return path.parts[1] if len(path.parts) > 2 else ""


def imports(path):
    """Give what a file imports of the connector: (room, module) of each."""
    found = set()
    for node in ast.walk(repository.tree(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                target = _target(path, node, alias.name)
                if target:
                    found.add(target)
    return found


def _target(path, node, name):
    """Give (room, module) of an imported name, None where it is not ours."""
    if node.level:
        parts = list(path.parts[: -node.level])
        parts += (node.module or "").split(".") if node.module else []
    else:
        parts = node.module.split(".")
        parts = parts[2:] if parts[:2] == ["odoo", "addons"] else []
    if parts[:1] != [CONNECTOR]:
        return None
    parts.append(name)
    if len(parts) < 3:  # a folder, or a module at the front door
        return None
    if (repository.ROOT / Path(*parts[:2])).is_dir():
        return parts[1], parts[2]
    return None


@functools.cache
def homes():
    """Give where each model of ours is made: {name: file}."""
    made = {}
    for path in repository.shipped():
        for node in repository.tree(path).body:
            told = _told(node)
            if "_name" in told and told["_name"] not in told.get("_inherit", ()):
                made[told["_name"]] = path
    return made


def names(path):
    """Give which models of ours a file names: {(own model or "", named model)}."""
    found = set()
    tree = repository.tree(path)
    constants = _constants(tree)
    for node in tree.body:
        for named in _named(node, constants):
            if named in homes():
                found.add((_own_name(node), named))
    return found


def _constants(tree):
    """Give the models that constants of a module name: {constant: names}."""
    constants = defaultdict(set)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    constants[node.targets[0].id].add(part.value)
                elif isinstance(part, ast.Name):
                    constants[node.targets[0].id] |= constants.get(part.id, set())
    return constants


def _own_name(node):
    """Give which model a class makes or extends, "" for any other statement."""
    told = _told(node)
    return told.get("_name") or next(iter(told.get("_inherit", ())), "")


def _told(node):
    """Give what a class says it is: _name, and _inherit as a list."""
    told = {}
    for part in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
            name = part.targets[0].id
            if name in ("_name", "_inherit"):
                told[name] = ast.literal_eval(part.value)
    if isinstance(told.get("_inherit"), str):
        told["_inherit"] = [told["_inherit"]]
    return told


def _named(node, constants):
    """Give what is looked up by name, by constants of its module too."""
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            yield part.slice.value
        elif isinstance(part, ast.Name):
            yield from constants.get(part.id, ())


def edges():
    """Give who names whom over all add-ons: {model: other models}."""
    graph = defaultdict(set)
    for path in repository.shipped():
        for own, named in names(path):
            if own and own != named:
                graph[own].add(named)
    return graph


def knots(graph):
    """Give the sets of models that reach each other by names, the largest first."""
    reach = {model: _reached(graph, model) for model in graph}
    found = {
        frozenset(other for other in reach[model] if model in reach.get(other, ()))
        for model in graph
        if model in reach[model]
    }
    return sorted(found, key=lambda knot: (-len(knot), sorted(knot)))


def _reached(graph, model):
    seen, todo = set(), [model]
    while todo:
        fresh = graph.get(todo.pop(), set()) - seen
        seen |= fresh
        todo += fresh
    return seen
