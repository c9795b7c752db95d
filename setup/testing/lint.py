"""The linters: ruff, pylint-odoo, pyright, prettier; commands over the repository."""

import subprocess

from environment import node, places
from environment.report import say

from .parts import ADDONS

MINE = ("setup", "tests", *ADDONS)
PRETTY = (".xml", ".js", ".css", ".scss")


def run(environment, output):
    """Run every linter, its output into the file; give the names of the unhappy."""
    unhappy = []
    for name, command in commands(environment).items():
        print(f"$ {' '.join(map(str, command))}", file=output, flush=True)
        code = subprocess.run(
            command,
            cwd=places.REPOSITORY,
            env=environment.variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        ).returncode
        if code:
            unhappy.append(name)
    return unhappy


def commands(environment):
    """Give the linters that can run here, by name."""
    folders = [name for name in MINE if (places.REPOSITORY / name).is_dir()]
    addons = [name for name in ADDONS if (places.REPOSITORY / name).is_dir()]
    found = {
        "ruff check": ["ruff", "check", *folders],
        "ruff format": ["ruff", "format", "--check", *folders],
        "pylint-odoo": ["pylint", "--rcfile=.pylintrc", "--jobs=1", *addons],
    }
    prettier, pyright = node.prettier(), node.pyright()
    if pyright:
        found["pyright"] = pyright  # what it reads stands in pyproject.toml
        found["prettier"] = [*prettier, "--check", *tracked(PRETTY)]
        found["description pages"] = ["setup/docs", "--check"]
    else:
        say("Not here: npm (no check of types, nor of the form of XML, CSS, JS).")
    return found


def tracked(endings):
    """Give the repository's files with these endings, git's rubbish left out."""
    answer = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=places.REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in answer.stdout.splitlines() if name.endswith(endings)]
    return [name for name in names if (places.REPOSITORY / name).is_file()]
