"""Name the verbs of the control API, for both of its ends."""

from typing import Any

PEOPLE = {
    "get",
    "list",
    "create",
    "edit",
    "void",
    "delete",
    "merge",
    "receive_payment",
    "close_books",
    "set_preferences",
    "set_subscription",
}
LEDGER = {
    "trial_balance",
    "account_balances",
    "receivables",
    "open_documents",
    "tax_payable",
    "stock",
    "entries",
    "journal",
    "match_bank",
    "report",
}
COMPANIES = {"companies", "company", "add_company", "disconnect", "seed"}
APPS = {"apps", "add_app", "grant", "set_rotation"}
HOOKS = {
    "set_webhook",
    "webhook_mischief",
    "webhook_posts",
    "take_webhooks",
    "deliver_webhooks",
}
FAULTS = {"inject", "faults", "clear_faults", "delay", "settings", "set"}
CALLS = {"calls", "reset_calls", "overlaps"}
TIME = {"clock", "advance", "set_clock", "freeze"}
VERBS = PEOPLE | LEDGER | COMPANIES | APPS | HOOKS | FAULTS | CALLS | TIME


class ControlError(Exception):
    """The emulator refuses a verb; ``code`` is QuickBooks' own, if it has one."""

    def __init__(self, message: str, code: str = "", detail: str = ""):
        super().__init__(f"{message} {detail}".strip())
        self.message = message
        self.code = code
        self.detail = detail

    def as_json(self) -> dict[str, Any]:
        """Describe the error for the wire."""
        return {"message": self.message, "code": self.code, "detail": self.detail}
