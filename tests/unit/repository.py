"""Reads the repository for test_repository.py: its files, functions and imports."""

import ast
import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ("qbo_connector", "qbo_connector_invoices", "qbo_connector_review")
BINARY = {".png", ".ico", ".gif", ".jpg", ".pdf", ".woff", ".woff2", ".gz"}


@functools.cache
def files():
    """Give every file that git knows or would take, as paths from the root."""
    answer = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {Path(name) for name in answer.stdout.split("\0") if name}
    return sorted(path for path in names if (ROOT / path).is_file())


def text(path):
    """Give a file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


def texts():
    """Give every file that is text, with its text."""
    return ((path, text(path)) for path in files() if path.suffix not in BINARY)


def python(*folders):
    """Give the Python files below these folders."""
    return [
        path for path in files() if path.suffix == ".py" and path.parts[0] in folders
    ]


def shipped():
    """Give the Python files of the add-ons that are no tests."""
    return [path for path in python(*ADDONS) if "tests" not in path.parts]


@functools.cache
def tree(path):
    """Give a Python file's syntax tree."""
    return ast.parse(text(path))


def imports(path):
    """Give the dotted names that a file imports, relative imports left out."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def roots(path):
    """Give the first part of everything that a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


@dataclass(frozen=True)
class Function:
    """A function or method: where it is, and its lines without the docstring."""

    path: Path
    name: str
    line: int
    lines: int

    def __str__(self):
        return f"{self.path}:{self.line} {self.name} has {self.lines} lines"


def functions(paths):
    """Give all functions of these files."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        Function(path, node.name, node.lineno, _length(node))
        for path in paths
        for node in ast.walk(tree(path))
        if isinstance(node, kinds)
    ]


def _length(node):
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


@dataclass(frozen=True)
class Model:
    """A class of Odoo's ORM: its kind (Model, ...) and its plain attributes."""

    path: Path
    kind: str
    attributes: tuple

    def get(self, name):
        """Give the value of a plain attribute such as _name, as text."""
        return dict(self.attributes).get(name, "")

    @property
    def is_new(self):
        """Tell whether the class makes a model, not extends one of somebody else's."""
        name = self.get("_name")
        return bool(name) and name not in self.get("_inherit")


def models(paths):
    """Give the classes of Odoo's ORM in these files."""
    return [
        model
        for path in paths
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
        for model in _model(path, node)
    ]


def _model(path, node):
    for base in node.bases:
        if isinstance(base, ast.Attribute) and base.attr.endswith("Model"):
            yield Model(path, base.attr, tuple(_attributes(node)))


def _attributes(node):
    for part in node.body:
        if isinstance(part, ast.Assign):
            try:
                value = ast.literal_eval(part.value)
            except ValueError:
                continue
            for target in part.targets:
                yield target.id, str(value)
