from collections import Counter
from decimal import Decimal

from odoo import models

from odoo.addons.qbo_connector.qbo.rules import rounded

from ..qbo.amounts import exact, shared_out

NEGLIGIBLE = Decimal("0.0005")  # three times 33.33 % are all of it


class QboDocumentDimension(models.AbstractModel):
    """Classes and the location of a document.

    Odoo distributes a line over the accounts of several plans; QuickBooks takes one
    class per line or per document, as its preferences say, and one location per
    document. Source: qbo-api.md 6.8.
    """

    _name = "qbo.document.dimension"
    _inherit = "qbo.document.detail"
    _description = "QuickBooks document classes and locations"

    def _keys(self):
        return ["ClassRef", "DepartmentRef"]

    def _words(self):
        return {
            "ClassRef": self.env._("class"),
            "DepartmentRef": self.env._("location"),
        }

    def _leaves(self, path):
        return path.startswith(("ClassRef", "DepartmentRef"))

    # -- out --------------------------------------------------------------------

    def _header(self, move, connection):
        """Return ClassRef and DepartmentRef of a document as a dict to merge."""
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        refs = {}
        if connection.qbo_class_tracking == "document":
            refs |= self._ref("class", lines, connection)
        if connection.qbo_location_tracking:
            refs |= self._ref("department", lines, connection)
        return refs

    def _on_line(self, payload, line, connection):
        """Return a line with its class; several lines where it is split by rule."""
        detail = payload["DetailType"]
        if connection.qbo_class_tracking != "line" or detail not in payload:
            return [payload]
        shares = self._shares("class", line, connection)
        if len(shares) > 1 and connection.shares_rule == "split":
            return self._split(payload, line, shares, connection)
        classed = {**payload[detail], **self._ref("class", line, connection)}
        return [{**payload, detail: classed}]

    def _split(self, payload, line, shares, connection):
        """Return one line for each share; the amounts add up to the cent."""
        digits = line.currency_id.decimal_places
        amounts = shared_out(payload["Amount"], list(shares.values()), digits)
        detail = payload["DetailType"]
        kept = {
            key: value
            for key, value in payload[detail].items()
            if key not in ("Qty", "UnitPrice")
        }
        return [
            {
                **payload,
                "Amount": amount,
                detail: {**kept, **self._one("class", record, line, connection)},
            }
            for record, amount in zip(shares, amounts, strict=True)
        ]

    def _ref(self, kind, lines, connection):
        """Return the reference of the one class or location of some lines."""
        shares = self._shares(kind, lines, connection)
        if len(shares) > 1 and connection.shares_rule != "largest":
            raise self._several(kind, shares, lines)
        record = max(shares, key=lambda each: (shares[each], -each.id), default=None)
        return self._one(kind, record, lines, connection)

    def _one(self, kind, record, lines, connection):
        """Return the reference that a record is mapped to, as a dict to merge."""
        key = "ClassRef" if kind == "class" else "DepartmentRef"
        mappings = self.env["qbo.mapping"]
        label = lines.move_id.display_name
        if record:
            found = mappings._demand(connection, kind, *self._chain(record, label))
            return {key: {"value": found}}
        rest = self.env["account.analytic.account"]
        if mappings._out(connection, kind):
            return {key: {"value": mappings._demand(connection, kind, rest, label)}}
        sold = lines.filtered(lambda line: line.display_type == "product")
        if connection[f"{kind}_required"] and sold:
            raise self._required(kind, lines)
        return {}

    def _chain(self, record, label):
        """Return a record, the label, and what stands for it when it is not mapped."""
        above = []
        if record._name == "product.category":
            parent = record.parent_id
            while parent:
                above.append(parent)
                parent = parent.parent_id
        return record, label, *above

    # -- what a line belongs to -------------------------------------------------

    def _shares(self, kind, lines, connection):
        """Return {analytic account or category: weight} of the lines' amounts.

        An empty record stands for the share that belongs to none.
        """
        weights = {line: abs(exact(line.balance)) for line in lines}
        if not any(weights.values()):
            weights = dict.fromkeys(lines, exact(1))
        shares = Counter()
        for line, weight in weights.items():
            for record, part in self._parts(kind, line, connection).items():
                shares[record] += weight * part
        return {record: share for record, share in shares.items() if share}

    def _parts(self, kind, line, connection):
        """Return {record: part of 1} of one line."""
        if kind == "class" and connection.class_source == "category":
            return {line.product_id.categ_id: exact(1)}
        plan = connection[f"{kind}_plan_id"]
        parts = self._distributed(line, plan) if plan else {}
        rest = exact(1) - sum(parts.values())
        if rest > NEGLIGIBLE:
            parts[self.env["account.analytic.account"]] = rest
        return parts

    def _distributed(self, line, plan):
        """Return {account: part of 1} of a line over the accounts of one plan."""
        parts = Counter()
        for key, percent in (line.analytic_distribution or {}).items():
            ids = [int(each) for each in key.split(",") if each.isdigit()]
            accounts = self.env["account.analytic.account"].browse(ids).exists()
            for account in accounts.filtered(lambda each: each.root_plan_id == plan):
                parts[account] += rounded(percent, 4) / 100
        return parts

    # -- problems ---------------------------------------------------------------

    def _several(self, kind, shares, lines):
        names = ", ".join(
            record.display_name if record else self.env._("nothing")
            for record in shares
        )
        if kind == "class":
            message = self.env._(
                "%(label)s belongs to several classes at once (%(names)s), and "
                "QuickBooks takes one.",
                label=lines.move_id.display_name,
                names=names,
            )
        else:
            message = self.env._(
                "%(label)s belongs to several locations at once (%(names)s), and "
                "QuickBooks takes one.",
                label=lines.move_id.display_name,
                names=names,
            )
        problem = self.env["qbo.mapping"]._mapping_problem(message)
        problem.advice = self.env._(
            "Give it one, or say on the connection what to do with shares."
        )
        return problem

    def _required(self, kind, lines):
        if kind == "class":
            message = self.env._(
                "%(label)s needs a class: lines without one are held back.",
                label=lines.move_id.display_name,
            )
        else:
            message = self.env._(
                "%(label)s needs a location: documents without one are held back.",
                label=lines.move_id.display_name,
            )
        problem = self.env["qbo.mapping"]._mapping_problem(message)
        problem.advice = self.env._(
            "Set the analytic distribution, or map Everything else under "
            "Configuration, Mappings."
        )
        return problem
