"""Tools from the npm registry, pinned, where npm is here."""

import json
import os
import shutil

from . import places, work
from .report import Problem, say, step

PACKAGES = {
    "@prettier/plugin-xml": "3.4.2",
    "marked": "15.0.8",
    "prettier": "3.6.2",
    "pyright": "1.1.406",
}


def prettier():
    """Give the command that runs prettier with the XML plugin; None without npm."""
    modules = _modules()
    if modules is None:
        return None
    plugin = modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    return ["node", modules / "prettier" / "bin" / "prettier.cjs", f"--plugin={plugin}"]


def pyright():
    """Give the command that runs pyright; None without npm."""
    modules = _modules()
    return modules and ["node", modules / "pyright" / "index.js"]


def marked():
    """Give the command that turns Markdown into HTML; None without npm."""
    modules = _modules()
    return modules and ["node", modules / "marked" / "bin" / "marked.js"]


def _modules():
    """Give the folder of the installed packages; None where they cannot be had."""
    if not shutil.which("npm"):
        return None
    place = places.cache() / f"node-{places.digest(json.dumps(PACKAGES))}"
    try:
        _ensure(place)
    except Problem as problem:
        say(str(problem))
        return None
    return place / "node_modules"


def _ensure(place):
    if place.exists():
        return
    with work.alone("node"):
        if place.exists():
            return
        names = ", ".join(PACKAGES)
        with step(f"Installing {names} with npm"), work.appearing(place) as draft:
            manifest = {"private": True, "dependencies": PACKAGES}
            (draft / "package.json").write_text(json.dumps(manifest))
            arguments = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
            failing = f"npm did not install {names}"
            work.command(arguments, failing, cwd=draft, env=dict(os.environ))
