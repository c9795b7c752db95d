"""What makes a bare machine run Odoo 19 with these add-ons.

``prepare()`` makes whatever is missing and gives an :class:`Environment`; the
programs in setup/ (run, test, demo, bench) begin with it or with ``enter()``.
Only Python's standard library is used here: this code runs before anything else is
installed. This one file is readable for any Python, so that a wrong one is refused
with a sentence and not with a syntax error.
"""

import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "setup: Python 3.10 to 3.13 is needed, but this is "
        f"{sys.version.split()[0]}; start it with another one, for example: "
        f"python3.12 {sys.argv[0]}"
    )

from .machine import Environment, enter, prepare
from .report import Problem, say, sentences, step

__all__ = ["Environment", "Problem", "enter", "prepare", "say", "sentences", "step"]
