"""Debian's archive with a private apt state: no root, no change to the machine."""

import shutil
import subprocess
from pathlib import Path

from . import places, work
from .report import Problem

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def present():
    """Tell whether this machine has apt, dpkg and Debian's keys."""
    tools = all(shutil.which(tool) for tool in ("apt-get", "dpkg-deb"))
    return tools and KEYRING.exists()


def own_suite():
    """Give the codename of the Debian that this machine runs."""
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    return "sid"


def site():
    """Give the archive that this machine's own package sources name."""
    answer = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)", f"Codename: {own_suite()}"],
        capture_output=True,
        text=True,
        check=False,
    )
    sites = answer.stdout.split()
    if not sites:
        raise Problem("This machine's package sources name no Debian archive.")
    return sites[0]


class Archive:
    """One suite of Debian's archive, readable without root."""

    def __init__(self, suite):
        self.suite = suite
        self.state = places.cache() / "apt" / suite
        for name in ("lists/partial", "cache/archives/partial", "state"):
            (self.state / name).mkdir(parents=True, exist_ok=True)
        source = f"deb [signed-by={KEYRING}] {site()} {suite} main\n"
        (self.state / "sources.list").write_text(source)

    def download(self, packages, folder):
        """Fetch the packages into the folder; apt checks the signatures.

        Raises Problem when the archive cannot be reached or lacks one of them.
        """
        failing = f"Debian's archive ({self.suite}) could not be read"
        work.command(["apt-get", *self._options(), "update"], failing)
        names = ", ".join(packages)
        failing = f"Debian's archive ({self.suite}) did not give {names}"
        work.command(
            ["apt-get", *self._options(), "download", *packages], failing, cwd=folder
        )

    def _options(self):
        settings = {
            "Dir::Etc::sourcelist": self.state / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State": self.state / "state",
            "Dir::State::lists": self.state / "lists",
            "Dir::State::status": "/dev/null",
            "Dir::Cache": self.state / "cache",
            "APT::Get::List-Cleanup": "0",
            "APT::Sandbox::User": "root",
            "Acquire::Retries": "3",
            "APT::Update::Error-Mode": "any",
        }
        return [f"-o{name}={value}" for name, value in settings.items()]
