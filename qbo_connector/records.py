"""Choose among records."""

from odoo.fields import Domain


def within(records, domain):
    """Those of the records that fit a domain, archived ones too."""
    model = records.with_context(active_test=False)
    return model.search(Domain("id", "in", records.ids) & Domain(domain))
