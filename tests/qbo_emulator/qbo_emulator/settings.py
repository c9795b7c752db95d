"""Hold the switches a test may turn."""

from typing import Any

from .books.store import Store

DEFAULTS: dict[str, Any] = {
    # 500 a minute, 10 a second, 40 batches a minute; off for other tests.
    "throttles": True,
    # CorePlus items a month and app before the block (None: no block).
    "monthly_items": 500_000,
    # "replay": a repeated batch gives its items' first answers;
    # "fault": they answer 6000, as was also seen; "half": about half of them do.
    "repeated_batch": "replay",
    # Shuffle the rows of a query without ORDERBY.
    "random_order": False,
    # Process the items of a batch in another order than they came.
    "random_batch": False,
}


class Settings:
    """Read and turn the switches; they are kept in the store."""

    def __init__(self, store: Store):
        self._store = store
        self._values = {**DEFAULTS, **store.get("settings", {})}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        if name not in DEFAULTS:
            raise KeyError(name)
        self._values[name] = value
        self._store.set("settings", self._values)

    def all(self) -> dict[str, Any]:
        """Return all switches and their values."""
        return dict(self._values)
