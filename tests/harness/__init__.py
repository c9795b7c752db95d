"""Real processes for the demo and for end-to-end, crash, browser and load tests.

Everything here speaks to the product as the world does: Odoo by its web client's
HTTP, QuickBooks by the emulator's, the books by SQL. It imports no add-on.
"""

from .bookkeeper import Bookkeeper
from .books import Book
from .names import made_up
from .processes import OdooServer, Process, demand_free, free_port
from .quickbooks import EmulatorServer
from .rpc import OdooRefusal, OdooUser
from .waiting import wait_for

__all__ = [
    "Book",
    "Bookkeeper",
    "EmulatorServer",
    "OdooRefusal",
    "OdooServer",
    "OdooUser",
    "Process",
    "demand_free",
    "free_port",
    "made_up",
    "wait_for",
]
