"""A type or form of one's own takes one mapper, and no change elsewhere."""

import subprocess

import pytest

from environment import places

ADDONS = places.REPOSITORY / "tests" / "addons"


@pytest.fixture
def database(environment, template):
    from environment.databases import Databases

    name = f"{template}_throwaway"
    with Databases(environment).temporary(template, name):
        yield name


@pytest.mark.parametrize(
    ("addon", "count"), [("qbo_throwaway", 13), ("qbo_throwaway_bill", 6)]
)
def test_an_add_on_with_one_mapper_brings_a_whole_type(
    environment, database, addon, count
):
    paths = [ADDONS, places.REPOSITORY, *environment.odoo.addons]
    command = [environment.python, "-m", "odoo", "-d", database]
    command += ["--addons-path", ",".join(map(str, paths)), "--stop-after-init"]
    command += ["-i", addon, "--test-tags", f"/{addon}", "--no-http"]
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment.variables,
        check=False,
    )
    log = answer.stdout + answer.stderr
    assert answer.returncode == 0, log[-3000:]
    assert f"0 failed, 0 error(s) of {count} tests" in log, log[-3000:]
