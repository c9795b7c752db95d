"""Choose among records, and tell whom they are shown."""

from odoo.fields import Domain


def within(records, domain):
    """Those of the records that fit a domain, archived ones too."""
    model = records.with_context(active_test=False)
    return model.search(Domain("id", "in", records.ids) & Domain(domain))


def hidden_domain(env, model):
    """Domain of the records of a model that the user's own rules hide."""
    rules = env["ir.rule"].with_user(env.user)
    return ~Domain(rules._compute_domain(model, "read"))


def whole(env, model):
    """All records of a model, archived ones too, whoever asks."""
    return env[model].sudo().with_context(active_test=False)
