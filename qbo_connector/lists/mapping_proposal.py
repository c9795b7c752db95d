from odoo import api, models
from odoo.fields import Command, Domain

from ..qbo.names import comparable

# How QuickBooks calls what everybody has, in its countries; the likeliest first.
CASH = ("Cash",)
USUAL_METHODS = ("Bank Transfer", "Direct Deposit", "EFT", "Check", "Cheque")
UNTAXED = {
    "GB": ("No VAT", "Exempt"),
    "CA": ("Out of Scope", "Exempt"),
    "AU": ("BAS Excluded", "Out of Scope"),
    "IN": ("Out of Scope", "Exempt"),
}
UNTAXED_ELSEWHERE = ("Out of Scope", "No VAT", "No Tax", "Exempt")


class QboMappingProposal(models.AbstractModel):
    """Find, by name, what stands for a record of Odoo in QuickBooks.

    Only what is beyond doubt is proposed: one record, one active entry.
    """

    _name = "qbo.mapping.proposal"
    _description = "QuickBooks mapping proposals"

    @api.model
    def _rows(self, connection, kind):
        """Return values of the mappings of ``kind`` that can be proposed."""
        mappings = self.env["qbo.mapping"]
        mine = Domain("connection_id", "=", connection.id) & Domain("kind", "=", kind)
        known = {mapping.key or "" for mapping in mappings.search(mine)}
        return [
            self._row(connection, kind, record, reference)
            for record, reference in self._pairs(connection, kind)
            if mappings._key(record) not in known
        ]

    @api.model
    def _found(self, connection, kind):
        """Return {key: entry} of all that is found by name, what is mapped too."""
        mappings = self.env["qbo.mapping"]
        return {
            mappings._key(record): reference
            for record, reference in self._pairs(connection, kind)
        }

    @api.model
    def _pairs(self, connection, kind):
        """Return (record or set of taxes, active entry) of what is beyond doubt."""
        find = getattr(self, f"_find_{kind}", None)
        if find is None:
            return []
        entity = self.env["qbo.mapping"]._kinds()[kind][1]
        references = self.env["qbo.reference"].search(
            [("connection_id", "=", connection.id), ("entity", "=", entity)]
        )
        return [pair for pair in find(connection, references) if pair[1]]

    @api.model
    def _row(self, connection, kind, record, reference):
        subject = self.env["qbo.mapping"]._subject(kind, record)
        if "tax_ids" in subject:
            subject = {"tax_ids": [Command.set(subject["tax_ids"])]}
        return {
            "connection_id": connection.id,
            "kind": kind,
            "reference_id": reference.id,
            "is_proposed": True,
            **subject,
        }

    # --- One method for each kind ------------------------------------------------

    @api.model
    def _find_term(self, connection, references):
        """Match terms by name, else by their days when they have no other condition."""
        by_days = _only(references, _days)
        for term in self._ours("account.payment.term", connection):
            line = term.line_ids
            is_plain = len(line) == 1 and line.delay_type == "days_after"
            days = line.nb_days if is_plain and not term.early_discount else None
            yield term, named(references, term.name) or by_days.get(days)

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
                (named(references, tax.name) or by_use[tax.type_tax_use].get(rate)),
            )
        yield taxes.browse(), self._untaxed(connection, references)

    @api.model
    def _untaxed(self, connection, references):
        """Return what lines without tax are called in this country, else nothing."""
        if connection.qbo_tax_engine != "codes":
            return references.browse()
        return _first(
            references, UNTAXED.get(connection.qbo_country, UNTAXED_ELSEWHERE)
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
                by_number.get(account.code) or named(references, account.name),
            )

    @api.model
    def _find_payment_method(self, connection, references):
        """Match by name, what a cash journal takes as cash, and the rest as usual."""
        cash = _first(references, CASH)
        for line in self._payment_lines(connection):
            is_cash = line.journal_id.type == "cash"
            yield line, named(references, line.name) or (cash if is_cash else None)
        yield self.env["account.payment.method.line"], _first(references, USUAL_METHODS)

    @api.model
    def _find_deposit_account(self, connection, references):
        """Match the bank or cash journal's own account, else the journal's name.

        All else goes where QuickBooks itself puts money: Undeposited Funds.
        """
        banks = references.filtered(
            lambda r: (r.data or {}).get("AccountType") == "Bank"
        )
        for line in self._payment_lines(connection):
            names = (line.journal_id.default_account_id.name, line.journal_id.name)
            found = [named(banks, name) for name in names if name]
            yield line, next(filter(None, found), None)
        undeposited = references.filtered(
            lambda r: (r.data or {}).get("AccountSubType") == "UndepositedFunds"
        )
        yield (
            self.env["account.payment.method.line"],
            undeposited if len(undeposited) == 1 else None,
        )

    # --- Inside ------------------------------------------------------------------

    @api.model
    def _ours(self, model, connection):
        company = connection.company_id
        return self.env[model].search(self.env[model]._check_company_domain(company))

    @api.model
    def _payment_lines(self, connection):
        domain = Domain("journal_id.company_id", "=", connection.company_id.id)
        return self.env["account.payment.method.line"].search(domain)


def _first(references, names):
    """Return the entry that has the first of these names, else none."""
    found = (named(references, name) for name in names)
    return next(filter(None, found), references.browse())


def named(references, name):
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
