"""Decide what the text of a message may ask for: words, never code.

A placeholder is a name with dots, compared and joined with others. It cannot call
anything: whoever may write a message must not thereby reach the database.
"""

import ast
import re
from collections.abc import Iterator
from itertools import chain

from lxml import html

ROOTS = frozenset({"object", "user"})
_NODES = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.Compare,
    ast.cmpop,
    ast.IfExp,
    ast.Constant,
    ast.Attribute,
    ast.Name,
    ast.Load,
)
# The same as Odoo's: what it would take for a placeholder is what must be looked at.
_INLINE = re.compile(r"\{\{(.+?)(?:\|\|\|\s*.*?)?\}\}")
_FORMATS = re.compile(r"(?:#\{(.+?)\})|(?:\{\{(.+?)\}\})")
_VALUES = frozenset({"t-out", "t-esc", "t-if", "t-elif"})
_LONGEST = 500  # characters of one placeholder


def refused_in_text(text: str) -> list[str]:
    """Return the placeholders of a subject or an address that are more than words."""
    return [found for found in _INLINE.findall(text or "") if not is_plain(found)]


def refused_in_body(body: str) -> list[str]:
    """Return the directives and placeholders of a body that are more than words."""
    if not (body or "").strip():
        return []
    root = html.fragment_fromstring(body, create_parent=True)
    nodes = (node for node in root.iter() if isinstance(node.tag, str))
    return list(chain.from_iterable(map(_refused_in_node, nodes)))


def is_plain(expression: str) -> bool:
    """Tell whether an expression only picks, compares and joins words."""
    if len(expression) > _LONGEST:
        return False
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(map(_is_plain_node, ast.walk(tree)))


def _is_plain_node(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id in ROOTS
    if isinstance(node, ast.Attribute):
        return not node.attr.startswith("_")
    return isinstance(node, _NODES)


def _refused_in_node(node: html.HtmlElement) -> Iterator[str]:
    for name, value in node.attrib.items():
        if not str(name).startswith("t-"):
            continue
        for expression in _expressions(str(name), str(value)):
            if not is_plain(expression):
                yield f'{name}="{value}"'


def _expressions(name: str, value: str) -> list[str]:
    """Return what a directive evaluates; nothing plain for one that is not known."""
    if name == "t-else":
        return []
    if name in _VALUES or (name.startswith("t-att-") and len(name) > 6):
        return [value]
    if name.startswith("t-attf-"):
        return [first or second for first, second in _FORMATS.findall(value)]
    return [""]
