"""A type of one's own takes one mapper, and no change elsewhere."""

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


def test_an_add_on_with_one_mapper_brings_a_whole_type(environment, database):
    paths = [ADDONS, places.REPOSITORY, *environment.odoo.addons]
    command = [environment.python, "-m", "odoo", "-d", database]
    command += ["--addons-path", ",".join(map(str, paths)), "--stop-after-init"]
    command += ["-i", "qbo_throwaway", "--test-tags", "/qbo_throwaway", "--no-http"]
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment.variables,
        check=False,
    )
    log = answer.stdout + answer.stderr
    assert answer.returncode == 0, log[-3000:]
    assert "0 failed, 0 error(s) of 4 tests" in log, log[-3000:]
