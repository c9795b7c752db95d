"""Keep secrets out of the logs of Odoo itself.

At the debug level Odoo logs the arguments of each call from outside, and so the
client secret that somebody just typed; the web server logs each address, and so the
code that Intuit's consent page sent back.
"""

import logging
import re

HIDDEN = "***"
TYPED = re.compile(
    r"""(['"](?:client_secret|verifier_token)['"]:\s*)"""
    r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
)
CALLBACK = re.compile(r"(/qbo/oauth/callback\?)\S*")


class Discretion(logging.Filter):
    """Hide the parts of a message that ``pattern`` finds, after its first group."""

    def __init__(self, pattern):
        super().__init__()
        self._pattern = pattern

    def filter(self, record):
        message = record.getMessage()
        hidden = self._pattern.sub(rf"\g<1>{HIDDEN}", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


def be_discreet():
    """Hide secrets in what Odoo logs from now on, in all databases of this process."""
    for name, pattern in (("odoo.service.model", TYPED), ("werkzeug", CALLBACK)):
        logger = logging.getLogger(name)
        if not any(isinstance(each, Discretion) for each in logger.filters):
            logger.addFilter(Discretion(pattern))
