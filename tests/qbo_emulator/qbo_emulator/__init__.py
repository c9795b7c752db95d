"""Behave as QuickBooks Online: an emulator for tests and demonstrations."""

from .control.client import ControlClient
from .emulator import Emulator

__version__ = "2.0.0"
__all__ = ["ControlClient", "Emulator"]
