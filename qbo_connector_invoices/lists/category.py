import uuid

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.qbo_connector.buttons import BUTTON_TIMEOUT
from odoo.addons.qbo_connector.qbo import names
from odoo.addons.qbo_connector.qbo.batch import MOST_ITEMS, BatchItem
from odoo.addons.qbo_connector.qbo.errors import QboError

ENTITY = "Category"  # of the mirrored list; on the wire they are items
NAME_LIMIT = 100
LEVELS = 4  # below them stand the items, and QuickBooks has five levels in all


class QboCategory(models.AbstractModel):
    """Product categories on both sides: mirrored, mapped and, where missing, made.

    QuickBooks keeps them in the list of items, but they are mapped as lists are. A
    name is there only once, so creating one twice is refused and does no harm.
    """

    _name = "qbo.category"
    _description = "QuickBooks item categories"

    # -- from there -----------------------------------------------------------

    @api.model
    def _mirror_all(self, connection, timeout=None):
        """Mirror the whole list. Raises QboError."""
        client = connection._client(timeout=timeout)
        rows = list(client.query("Item", "Type = 'Category'", active=None))
        return self.env["qbo.reference"]._mirror(connection, ENTITY, rows)

    @api.model
    def _mirror_some(self, connection, rows):
        """Mirror categories that were made or changed."""
        references = self.env["qbo.reference"].sudo()  # kept by the connector
        fresh = []
        for row in rows:
            vals = references._vals(ENTITY, row)
            known = references._find(connection, ENTITY, row["Id"])
            if known:
                known.write(vals)
            else:
                fresh.append({"connection_id": connection.id, **vals})
        references.create(fresh)

    @api.model
    def _make_here(self, connection, qbo_id):
        """Return the product category of a mirrored one, made with those above it."""
        reference = self.env["qbo.reference"]._find(connection, ENTITY, qbo_id)
        if not reference:
            return self.env["product.category"]
        known = connection._mapped_back("category", qbo_id)
        if known:
            return known
        above = (reference.data.get("ParentRef") or {}).get("value")
        parent = self._make_here(connection, above) if above else None
        place = {"name": reference.name, "parent_id": parent.id if parent else False}
        categories = self.env["product.category"]
        domain = [(name, "=", value) for name, value in place.items()]
        category = categories.search(domain, limit=1) or categories.create(place)
        self._map(connection, category, reference)
        return category

    # -- to there -------------------------------------------------------------

    @api.model
    def _create_missing(self, connection):
        """Create missing ones there and map them, level by level; (made, left)."""
        self._map_known(connection)
        missing = self._missing(connection)
        made = missing.browse()
        for level in range(1, LEVELS + 1):
            depth = {each: len(self._path(each)) for each in missing - made}
            ready = [each for each, count in depth.items() if count == level]
            for start in range(0, len(ready), MOST_ITEMS):
                some = missing.browse(each.id for each in ready[start:][:MOST_ITEMS])
                made |= self._create(connection, some)
        return made, missing - made

    def _map_known(self, connection):
        """Map by name what QuickBooks has already."""
        try:
            self._mirror_all(connection, BUTTON_TIMEOUT)
        except QboError as error:
            raise UserError(connection._sentence(error)) from error
        rows = self.env["qbo.mapping.proposal"]._rows(connection, "category")
        self.env["qbo.mapping"].sudo().create(rows)  # as those that are made

    @api.model
    def _used(self):
        """Categories that products are in."""
        templates = self.env["product.template"]
        rows = templates._read_group([("categ_id", "!=", False)], ["categ_id"])
        return self.env["product.category"].union(*(row[0] for row in rows))

    @api.model
    def _in_use(self):
        """Categories that products are in, and those above."""
        return self._used().search([("id", "parent_of", self._used().ids)])

    def _missing(self, connection):
        """Those in use that are not mapped."""
        mappings = self.env["qbo.mapping"]
        rows = mappings._rows_out(connection, "category")
        known = {row.key for row in rows if row.reference_id.active}
        return self._in_use().filtered(lambda each: mappings._key(each) not in known)

    def _path(self, category):
        """The category and all above it, the topmost first."""
        path = []
        while category:
            path.insert(0, category)
            category = category.parent_id
        return path

    def _create(self, connection, categories):
        """Create categories of one level whose parents are there; those made."""
        payloads = {each: self._payload(connection, each) for each in categories}
        items = [
            BatchItem(str(each.id), "create", "Item", payload=payload)
            for each, payload in payloads.items()
            if payload
        ]
        if not items:
            return categories.browse()
        try:
            client = connection._client(timeout=BUTTON_TIMEOUT)
            answers = client.batch(items, uuid.uuid4().hex)
        except QboError as error:
            raise UserError(connection._sentence(error)) from error
        done = {bid: each.object for bid, each in answers.items() if not each.error}
        self._mirror_some(connection, done.values())
        made = categories.browse(map(int, done))
        for category in made:
            qbo_id = done[str(category.id)]["Id"]
            reference = self.env["qbo.reference"]._find(connection, ENTITY, qbo_id)
            self._map(connection, category, reference)
        return made

    def _payload(self, connection, category):
        """What to create; None for one without a name or whose parent is missing."""
        name = names.clean(category.name or "", NAME_LIMIT)
        payload = {"Name": name, "Type": "Category"}
        if category.parent_id:
            parent = connection._mapped("category", category.parent_id)
            payload |= {"SubItem": True, "ParentRef": {"value": parent.qbo_id}}
            name = parent.qbo_id and name
        return payload if name else None

    def _map(self, connection, category, reference):
        mappings = self.env["qbo.mapping"].sudo()  # as a term that is created there
        mappings._point(connection, "category", category, reference)
