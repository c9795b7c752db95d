"""Behave as QuickBooks Online: an emulator for tests and demonstrations."""

from .control.client import ControlClient
from .emulator import Emulator

__all__ = ["ControlClient", "Emulator"]
