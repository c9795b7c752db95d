"""The public pages under ten times what the usual run sends them."""

import os
import subprocess

import pytest

from environment.places import REPOSITORY
from testing.parts import CORE, REVIEW


@pytest.mark.long
@pytest.mark.parametrize("addon", [CORE, REVIEW])
def test_two_thousand_bodies_and_queries_break_nothing(addon):
    done = subprocess.run(
        [REPOSITORY / "setup" / "test", addon, "-k", "fuzz"],
        env={**os.environ, "QBO_FUZZ": "2000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " 0 failed" in done.stdout
