"""What is made from the sources: description pages and texts to translate.

A page is what Odoo shows of an add-on before it is installed: the fragments in its
``readme/``, in the order in which somebody asks. Texts are exported by Odoo itself.
"""

import re
import subprocess

from environment import Problem, node, places, prepare, step, work
from environment.databases import Databases

from . import parts, template

TITLES = {
    "DESCRIPTION": "",
    "CONTEXT": "When to use it",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known limits",
    "DEVELOP": "For developers",
    "HISTORY": "News",
    "CONTRIBUTORS": "Contributors",
}
FRAME = """<!-- Made by setup/docs from readme/; changes go there. -->
<section class="container py-3">
{}</section>
"""
DATES = re.compile(r'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


def main(arguments):
    """Write everything; with --check say which pages are not up to date."""
    if arguments not in ([], ["--check"]):
        raise Problem("usage: setup/docs [--check]")
    old = {path: html for path, html in pages().items() if _text(path) != html}
    if arguments:
        for path in old:
            print(f"{path.relative_to(places.REPOSITORY)} is old: run setup/docs.")
        return bool(old)
    for path, html in old.items():
        path.write_text(html)
    write_texts()
    return 0


def pages():
    """Give the description page of each add-on, by its path."""
    marked = node.marked()
    if marked is None:
        raise Problem("npm is not here: description pages cannot be made.")
    return {
        places.REPOSITORY / addon / "static" / "description" / "index.html": _page(
            marked, places.REPOSITORY / addon / "readme"
        )
        for addon in parts.ADDONS
    }


def _page(marked, folder):
    chapters = []
    for name, title in TITLES.items():
        text = _text(folder / f"{name}.md")
        if text:
            chapters.append(f"## {title}\n\n{text}" if title else text)
    html = subprocess.run(
        [*marked, "--gfm"],
        input="\n\n".join(chapters),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return FRAME.format(html.replace("<table>", '<table class="table table-sm">'))


def write_texts():
    """Let Odoo export the texts of each add-on into its ``i18n`` folder."""
    environment = prepare()
    part = parts.BY_NAME["all"]
    paths = [
        places.REPOSITORY / addon / "i18n" / f"{addon}.pot" for addon in parts.ADDONS
    ]
    before = [_text(path) for path in paths]
    export = [environment.python, "-m", "odoo", "i18n", "export", "-d"]
    with template.ready(environment, part) as source:
        copy = Databases(environment).temporary(
            source, template.copy_name(source, part)
        )
        with step("Exporting the texts"), copy as name:
            command = [*export, name, *parts.ADDONS]
            work.command(command, "Odoo exported no texts", env=environment.variables)
    for path, text in zip(paths, before, strict=True):
        if DATES.sub("", _text(path)) == DATES.sub("", text):
            path.write_text(text)  # a new date alone is no news


def _text(path):
    return path.read_text() if path.exists() else ""
