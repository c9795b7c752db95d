"""The query language."""

from .search import run

__all__ = ["run"]
