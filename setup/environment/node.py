"""Prettier with its XML plugin, from the npm registry, where npm is here."""

import json
import os
import shutil

from . import places, work
from .report import Problem, say, step

PACKAGES = {"prettier": "3.6.2", "@prettier/plugin-xml": "3.4.2"}


def prettier():
    """Give the command that runs prettier with the XML plugin; None without npm."""
    if not shutil.which("npm"):
        return None
    place = places.cache() / f"prettier-{places.digest(json.dumps(PACKAGES))}"
    try:
        _ensure(place)
    except Problem as problem:
        say(str(problem))
        return None
    modules = place / "node_modules"
    plugin = modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    return ["node", modules / "prettier" / "bin" / "prettier.cjs", f"--plugin={plugin}"]


def _ensure(place):
    if place.exists():
        return
    with work.alone("prettier"):
        if place.exists():
            return
        with step("Installing prettier with npm"), work.appearing(place) as draft:
            manifest = {"private": True, "dependencies": PACKAGES}
            (draft / "package.json").write_text(json.dumps(manifest))
            arguments = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
            failing = "npm did not install prettier"
            work.command(arguments, failing, cwd=draft, env=dict(os.environ))
