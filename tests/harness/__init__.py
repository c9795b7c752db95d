"""Real processes for the demo and for end-to-end, crash, browser and load tests.

Everything here speaks to the product as the world does: Odoo by its web client's
HTTP, QuickBooks by the emulator's, the books by SQL. It imports no add-on.
"""

from .databases import Database
from .processes import EmulatorServer, OdooServer, free_port
from .rpc import OdooUser

__all__ = ["Database", "EmulatorServer", "OdooServer", "OdooUser", "free_port"]
