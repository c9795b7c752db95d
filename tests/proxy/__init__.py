"""A gateway that spoils answers on their way from QuickBooks to Odoo.

``KINDS`` is what can happen to an answer, by name. ``Spoiling`` is a ``requests``
adapter in front of another one (tests without a server); ``SpoilingServer`` listens
and passes on to an emulator's address (whole product). Both spoil only answers: what
was asked has been done.
"""

from .adapter import Spoiling
from .answer import Answer
from .kinds import KINDS, LISTED
from .server import SpoilingServer

__all__ = ["KINDS", "LISTED", "Answer", "Spoiling", "SpoilingServer"]
