from odoo import models


class QboMapperItemMemo(models.AbstractModel):
    """Look up once for all products built together what each one needs to know.

    Kept with what the transaction knows of links, and forgotten as soon as one of
    them is written.
    """

    _name = "qbo.mapper.item.memo"
    _inherit = "qbo.mapper"
    _description = "QuickBooks look-ups for products"

    def _prepare(self, records, connection):
        links = self.env["qbo.link"]._by_record(connection, self, records.ids)
        known = {res_id: link.id for (res_id, part), link in links.items() if not part}
        links = {res_id: known.get(res_id) for res_id in records.ids}
        memo = {"links": links, "accounts": {}}
        self.env.cr.cache[self._memo_key(connection)] = memo
        return super()._prepare(records, connection)

    def _memo_key(self, connection):
        return ("qbo_links", "prepared", connection.id)

    def _memo(self, connection):
        """What was looked up beforehand; nothing outside of a run."""
        return self.env.cr.cache.get(self._memo_key(connection))

    def _item_link(self, record, connection):
        """The link of a product, empty when it has none."""
        memo = self._memo(connection)
        if not memo or record.id not in memo["links"]:
            return connection._link_of(self._entity, record)
        links = self.env["qbo.link"]
        together = list(filter(None, memo["links"].values()))
        return links.browse(memo["links"][record.id]).with_prefetch(together)

    def _mapped_account(self, kind, account, connection):
        """The entry an account is mapped to, else the one of new products."""
        memo = self._memo(connection)
        key = (kind, account.id)
        if memo and key in memo["accounts"]:
            return self.env["qbo.reference"].browse(memo["accounts"][key])
        mappings = self.env["qbo.mapping"]
        found = account and mappings._out(connection, "account", account)
        found = found or mappings._out(connection, f"{kind}_account", account.browse())
        if memo:
            memo["accounts"][key] = found.id
        return found
