from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lists.mapping import CUSTOM


class QboConnectionMissingMappings(models.AbstractModel):
    """What documents and payments in scope need to be mapped.

    In scope is what goes to QuickBooks by itself once it is posted; drafts count, so
    that what is missing is known before.
    """

    _inherit = "qbo.connection.missing.mappings"

    def _needed(self):
        moves = self._moves_in_scope()
        lines = Domain("move_id", "any", moves) & Domain("display_type", "=", "product")
        return [
            *super()._needed(),
            ("term", self._used_terms(moves)),
            ("tax", self._used_taxes(lines)),
            ("class", self._used_dimension("class", lines)),
            ("department", self._used_dimension("department", lines)),
            *self._used_accounts(lines),
            *self._used_methods(),
            (CUSTOM, []),
        ]

    def _moves_in_scope(self):
        forms = self.env["qbo.mapper.document"]._forms()
        domain = Domain("move_type", "in", [form._move_type for form in forms])
        domain &= Domain("company_id", "child_of", self.company_id.id)
        domain &= Domain("state", "in", ("draft", "posted"))
        if self.go_live_date:
            late = Domain("invoice_date", ">=", self.go_live_date)
            domain &= late | Domain("invoice_date", "=", False)
        return domain

    def _used_terms(self, moves):
        moves &= Domain("invoice_payment_term_id", "!=", False)
        rows = self.env["account.move"]._read_group(moves, ["invoice_payment_term_id"])
        return [[term] for (term,) in rows]

    def _used_taxes(self, lines):
        """Return the sets of taxes that lines carry, the empty one too."""
        if self.tax_mode != "codes":
            return []
        query = self.env["account.move.line"]._search(lines)
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT array(
                       SELECT account_tax_id FROM account_move_line_account_tax_rel
                        WHERE account_move_line_id = %(line)s
                     ORDER BY account_tax_id)
                     FROM account_move_line
                    WHERE %(line)s IN %(lines)s""",
                line=SQL.identifier("account_move_line", "id"),
                lines=query.subselect(),
            )
        )
        return [[self.env["account.tax"].browse(ids)] for (ids,) in rows]

    # -- classes and locations ----------------------------------------------------

    def _used_dimension(self, kind, lines):
        """Return what classes or locations come from, with what stands for it."""
        tracked = "qbo_class_tracking" if kind == "class" else "qbo_location_tracking"
        if not self[tracked]:
            return []
        if kind == "class" and self.class_source == "category":
            found = self._used_categories(lines)
        else:
            found = self._used_analytic(self[f"{kind}_plan_id"], lines)
        chain = self.env["qbo.document.dimension"]._chain
        subjects = []
        for record in found:
            candidate, _label, *above = chain(record, "")
            subjects.append([candidate, *above])
        rest = self.env["account.analytic.account"]
        needed = self[f"{kind}_required"] and not found
        return [*subjects, [rest]] if needed or self._has_rest(kind) else subjects

    def _has_rest(self, kind):
        """Whether there is a row for everything else, which may point nowhere."""
        rows = self.env["qbo.mapping"]._rows_out(self, kind)
        return any(not row.key for row in rows)

    def _used_categories(self, lines):
        rows = self.env["account.move.line"]._read_group(
            lines & Domain("product_id.categ_id", "!=", False), ["product_id"]
        )
        products = self.env["product.product"].union(*(row[0] for row in rows))
        return products.categ_id

    def _used_analytic(self, plan, lines):
        accounts = self.env["account.analytic.account"]
        if not plan:
            return accounts
        query = self.env["account.move.line"]._search(lines)
        keys = SQL("DISTINCT jsonb_object_keys(analytic_distribution)")
        ids = {
            int(each)
            for (key,) in self.env.execute_query(query.select(keys))
            for each in key.split(",")
            if each.isdigit()
        }
        known = accounts.browse(ids).exists()
        return known.filtered(lambda account: account.root_plan_id == plan)

    # -- items and payments -------------------------------------------------------

    def _used_accounts(self, lines):
        """Return the accounts of products that QuickBooks does not have yet."""
        rows = self.env["account.move.line"]._read_group(lines, ["product_id"])
        products = self.env["product.product"].union(*(row[0] for row in rows))
        if any(not product for (product,) in rows):
            products |= self._fallback_product() | self._fallback_product("discount")
        linked = self.env["qbo.link"].search(
            Domain("connection_id", "=", self.id)
            & Domain("entity", "=", "Item")
            & Domain("res_id", "in", products.ids)
            & Domain("qbo_id", "!=", False)
        )
        missing = products - products.browse(linked.mapped("res_id"))
        accounts = self.env["account.account"]
        for product in missing:
            accounts |= product.product_tmpl_id.get_product_accounts()["income"]
        return self._accounts_lacking(accounts, "income_account") if missing else []

    def _accounts_lacking(self, accounts, default):
        """Return subjects: an account with a row of its own counts, else the default.

        One default for all is a smaller question than each account's own.
        """
        mappings = self.env["qbo.mapping"]
        keys = {row.key for row in mappings._rows_out(self, "account")}
        own = accounts.filtered(lambda each: mappings._key(each) in keys)
        subjects = [("account", [[account] for account in own])]
        if own != accounts or not accounts:
            subjects.append((default, [[accounts.browse()]]))
        return subjects

    def _used_methods(self):
        """Return the ways in which the company's journals receive money."""
        methods = self.env["account.payment.method.line"].search(
            Domain("journal_id.company_id", "child_of", self.company_id.id)
            & Domain("journal_id.type", "in", ("bank", "cash", "credit"))
            & Domain("payment_type", "=", "inbound")
        )
        return [
            ("deposit_account", [[line, line.journal_id] for line in methods]),
            ("payment_method", [[line] for line in methods]),
        ]

    def _lacking(self, kind, subjects):
        """Return the gaps; of custom fields only those that are switched off."""
        if kind != CUSTOM:
            return super()._lacking(kind, subjects)
        rows = self.env["qbo.mapping"]._rows_out(self, kind)
        lost = rows.filtered(lambda row: not row.reference_id.active)
        return [self._gap(kind, row._records(), row) for row in lost]
