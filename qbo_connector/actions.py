"""Open records in the web client."""


def form_of(model, res_id, **more):
    """Give the action that opens one record's form; ``more`` adds to it."""
    return {
        "type": "ir.actions.act_window",
        "res_model": model,
        "res_id": res_id,
        "view_mode": "form",
        **more,
    }


def dialog_of(model, res_id, title):
    """Give the action that opens one record's form in a dialog."""
    return form_of(model, res_id, name=title, target="new")
