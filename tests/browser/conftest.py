"""Fixtures of the tests with a browser."""

from harness.browser import company, screen

__all__ = ["company", "screen"]
