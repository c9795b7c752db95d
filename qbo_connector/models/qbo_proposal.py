from odoo import api, models
from odoo.fields import Command, Domain

from ..qbo.names import comparable


class QboProposal(models.AbstractModel):
    """Find, by name, what stands for a record of Odoo in QuickBooks.

    Only what is beyond doubt is proposed: one record, one active entry.
    """

    _name = "qbo.proposal"
    _description = "QuickBooks mapping proposals"

    @api.model
    def _rows(self, connection, kind):
        """Return values of the mappings of ``kind`` that can be proposed."""
        find = getattr(self, f"_find_{kind}", None)
        if find is None:
            return []
        mappings = self.env["qbo.mapping"]
        entity = mappings._kinds()[kind][1]
        references = self.env["qbo.reference"].search(
            [("connection_id", "=", connection.id), ("entity", "=", entity)]
        )
        known = set(
            mappings.search(
                [("connection_id", "=", connection.id), ("kind", "=", kind)]
            ).mapped("key")
        )
        return [
            self._row(connection, kind, record, reference)
            for record, reference in find(connection, references)
            if reference and mappings._key(record) not in known
        ]

    @api.model
    def _row(self, connection, kind, record, reference):
        row = {
            "connection_id": connection.id,
            "kind": kind,
            "reference_id": reference.id,
            "is_proposed": True,
        }
        if kind == "tax":
            return {**row, "tax_ids": [Command.set(record.ids)]}
        return {**row, "record": f"{record._name},{record.id}" if record else False}

    # --- One method for each kind ------------------------------------------------

    @api.model
    def _find_term(self, connection, references):
        """Match terms by name, else by their days when they have no other condition."""
        by_days = _only(references, _days)
        for term in self._ours("account.payment.term", connection):
            line = term.line_ids
            is_plain = len(line) == 1 and line.delay_type == "days_after"
            days = line.nb_days if is_plain and not term.early_discount else None
            yield term, _named(references, term.name) or by_days.get(days)

    @api.model
    def _find_tax(self, connection, references):
        """Match taxes by name, else by their rate; in the US, taxed or not."""
        taxes = self._ours("account.tax", connection)
        taxes = taxes.filtered(lambda tax: tax.type_tax_use in ("sale", "purchase"))
        us_codes = {reference.qbo_id: reference for reference in references}
        by_use = {
            use: _only(references, lambda r, use=use: self._rate(connection, r, use))
            for use in ("sale", "purchase")
        }
        for tax in taxes:
            if connection.qbo_country == "US" and "TAX" in us_codes:
                yield tax, us_codes.get("TAX" if tax.amount else "NON")
                continue
            rate = round(tax.amount, 4) if tax.amount_type == "percent" else None
            yield (
                tax,
                (_named(references, tax.name) or by_use[tax.type_tax_use].get(rate)),
            )

    @api.model
    def _rate(self, connection, code, use):
        """Return the sum of the rates of a tax code in per cent, None without any."""
        key = "SalesTaxRateList" if use == "sale" else "PurchaseTaxRateList"
        details = ((code.data or {}).get(key) or {}).get("TaxRateDetail") or []
        rates = [
            self.env["qbo.reference"]._find(
                connection, "TaxRate", detail["TaxRateRef"]["value"]
            )
            for detail in details
        ]
        values = [(rate.data or {}).get("RateValue") for rate in rates]
        if not values or None in values:
            return None
        return round(sum(map(float, values)), 4)

    @api.model
    def _find_account(self, connection, references):
        """Match accounts by number, else by name."""
        by_number = _only(references, lambda r: (r.data or {}).get("AcctNum"))
        for account in self._ours("account.account", connection):
            yield (
                account,
                by_number.get(account.code) or _named(references, account.name),
            )

    @api.model
    def _find_payment_method(self, connection, references):
        for line in self._payment_lines(connection):
            yield line, _named(references, line.name)

    @api.model
    def _find_deposit_account(self, connection, references):
        """Match the bank or cash journal's own account, else the journal's name."""
        banks = references.filtered(
            lambda r: (r.data or {}).get("AccountType") == "Bank"
        )
        for line in self._payment_lines(connection):
            names = (line.journal_id.default_account_id.name, line.journal_id.name)
            found = [_named(banks, name) for name in names if name]
            yield line, next(filter(None, found), None)

    # --- Inside ------------------------------------------------------------------

    @api.model
    def _ours(self, model, connection):
        company = connection.company_id
        return self.env[model].search(self.env[model]._check_company_domain(company))

    @api.model
    def _payment_lines(self, connection):
        domain = Domain("journal_id.company_id", "=", connection.company_id.id)
        return self.env["account.payment.method.line"].search(domain)


def _named(references, name):
    """Return the only entry with this name or full name, else none."""
    wanted = comparable(name or "")
    found = references.filtered(
        lambda r: wanted in (comparable(r.name), comparable(r.full_name))
    )
    return found if len(found) == 1 else references.browse()


def _only(references, key):
    """Return the entries by ``key``, without keys that are missing or not unique."""
    groups = references.grouped(key)
    return {
        value: found
        for value, found in groups.items()
        if value is not None and value is not False and len(found) == 1
    }


def _days(reference):
    data = reference.data or {}
    return None if data.get("DiscountDays") else data.get("DueDays")
