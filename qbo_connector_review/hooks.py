"""What an uninstall has to remove because no table of ours cascades to it."""


def uninstall_hook(env):
    """Delete the ratings and tracked links that only review requests explain."""
    ratings = env["rating.rating"].search([("res_model", "=", "qbo.review.request")])
    ratings.unlink()
    sites = env["qbo.review.site"].with_context(active_test=False).search([])
    sites.link_id.unlink()
