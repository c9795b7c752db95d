"""Keep secrets out of the logs of Odoo itself.

At the debug level Odoo logs the arguments of each call from outside, and so the
client secret that somebody just typed or imported; the web server logs each address,
and so the code that Intuit's consent page sent back.
"""

import logging
import re

HIDDEN = "***"
_NAME = r"""['"](?:client_secret|verifier_token)(?:/[^'"]*)?['"]"""
TYPED = re.compile(
    rf"""({_NAME}:\s*)"""
    r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
)
# Named, but its value stands elsewhere: in the rows of an import, in a list, in JSON
# inside a text. Then nothing that was given to the call is shown.
_UNSHOWN = (
    r".*?(?:client_secret|verifier_token)"
    rf"(?!['\"]:\s*(?:{re.escape(HIDDEN)}|\{{\}}|None|True|False)).*"
)
ELSEWHERE = re.compile(rf"(\)\.\w+\(){_UNSHOWN}", re.DOTALL)
ANYWHERE = re.compile(rf"(){_UNSHOWN}", re.DOTALL)
# The address may stand inside another one, where Odoo asks to log in first.
CALLBACK = re.compile(
    r"((?:/|%2F)qbo(?:/|%2F)oauth(?:/|%2F)callback(?:\?|%3F))[^\s\"]*", re.IGNORECASE
)


class Discretion(logging.Filter):
    """Hide the parts of a message that patterns find, after their first group."""

    def __init__(self, *patterns):
        super().__init__()
        self._patterns = patterns

    def filter(self, record):
        message = hidden = record.getMessage()
        for pattern in self._patterns:
            hidden = pattern.sub(rf"\g<1>{HIDDEN}", hidden)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


def hide(name, *patterns):
    """Hide what ``patterns`` find in the logger ``name``, in this process, once."""
    logger = logging.getLogger(name)
    known = [each for each in logger.filters if isinstance(each, Discretion)]
    if not any(each._patterns == patterns for each in known):
        logger.addFilter(Discretion(*patterns))


def be_discreet():
    """Hide secrets in what Odoo logs from now on, in all databases of this process."""
    hide("odoo.service.model", TYPED, ELSEWHERE, ANYWHERE)
    hide("werkzeug", CALLBACK)
