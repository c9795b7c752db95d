from odoo import api, fields, models

TAX_ENGINES = [
    ("ast", "Automated sales tax"),
    ("manual", "Sales tax by hand"),
    ("codes", "Tax codes"),
    ("none", "No tax"),
]
TAX_MODES = [
    ("codes", "Tax code on each line"),
    ("automatic", "QuickBooks computes the tax"),
    ("imposed", "Odoo's tax amount is imposed"),
    ("line", "Tax as a line of its own"),
    ("folded", "Tax within the price"),
]
PROPOSED_MODES = {
    "ast": "automatic",
    "manual": "imposed",
    "codes": "codes",
    "none": "line",
}


class QboConnectionCompanyFacts(models.AbstractModel):
    """What QuickBooks says of its company, and how it differs from Odoo's."""

    _name = "qbo.connection.company.facts"
    _description = "QuickBooks company facts"

    qbo_company_name = fields.Char(string="In QuickBooks", readonly=True, copy=False)
    qbo_country = fields.Char(string="Country", readonly=True, copy=False)
    qbo_currency_id = fields.Many2one(
        "res.currency", string="Home currency", readonly=True, copy=False
    )
    qbo_multicurrency = fields.Boolean(string="Several currencies", readonly=True)
    qbo_tax_engine = fields.Selection(TAX_ENGINES, string="Tax", readonly=True)
    qbo_custom_numbers = fields.Boolean(string="Own document numbers", readonly=True)
    qbo_class_tracking = fields.Selection(
        [("line", "Per line"), ("document", "Per document")],
        string="Classes",
        readonly=True,
    )
    qbo_location_tracking = fields.Boolean(string="Locations", readonly=True)
    qbo_closing_date = fields.Date(string="Books closed until", readonly=True)
    preferences = fields.Json(readonly=True, copy=False)
    tax_mode = fields.Selection(
        TAX_MODES, help="How tax goes along. Proposed from what QuickBooks does itself."
    )
    facts_read_at = fields.Datetime(string="Read at", readonly=True, copy=False)
    differences_accepted = fields.Boolean(readonly=True, copy=False)
    is_held_by_differences = fields.Boolean(compute="_compute_is_held")

    def _compute_is_held(self):
        for connection in self:
            connection.is_held_by_differences = bool(connection._difference_reason())

    def _read_facts(self, timeout=None):
        """Ask QuickBooks for its company and preferences: two metered reads.

        Raises QboError.
        """
        client = self._client(timeout=timeout)
        self._take_facts(client.company_info(), client.preferences())

    def _take_facts(self, company_info, preferences):
        """Store what QuickBooks says of itself; write only what changed."""
        self.ensure_one()
        vals = self._facts_vals(company_info, preferences)
        if not self.tax_mode:
            vals["tax_mode"] = PROPOSED_MODES[vals["qbo_tax_engine"]]
        # Said by QuickBooks, not by the user who pressed the button.
        self_sudo = self.sudo()
        changed = [name for name, value in vals.items() if self[name] != value]
        for name in changed:
            self_sudo[name] = vals[name]
        if {"qbo_country", "qbo_currency_id"} & set(changed):
            self_sudo.differences_accepted = False
        self_sudo.facts_read_at = fields.Datetime.now()

    def _facts_vals(self, company_info, preferences):
        currency = preferences.get("CurrencyPrefs", {})
        accounting = preferences.get("AccountingInfoPrefs", {})
        sales = preferences.get("SalesFormsPrefs", {})
        country = company_info.get("Country", "")
        return {
            "qbo_company_name": company_info.get("CompanyName", ""),
            "qbo_country": country,
            "qbo_currency_id": self._currency(currency.get("HomeCurrency", {})),
            "qbo_multicurrency": bool(currency.get("MultiCurrencyEnabled")),
            "qbo_tax_engine": _tax_engine(country, preferences.get("TaxPrefs", {})),
            "qbo_custom_numbers": bool(sales.get("CustomTxnNumbers")),
            "qbo_class_tracking": _class_tracking(accounting),
            "qbo_location_tracking": bool(accounting.get("TrackDepartments")),
            "qbo_closing_date": fields.Date.to_date(accounting.get("BookCloseDate")),
            "preferences": preferences,
        }

    @api.model
    def _currency(self, reference):
        return (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", reference.get("value", ""))], limit=1)
        )

    # --- Differences -------------------------------------------------------------

    def _differences(self):
        """Return a sentence for each fact in which the two companies differ."""
        self.ensure_one()
        sentences = []
        currency = self.company_id.currency_id
        if self.qbo_currency_id and self.qbo_currency_id != currency:
            sentences.append(
                self.env._(
                    "QuickBooks keeps its books in %(theirs)s, Odoo in %(ours)s.",
                    theirs=self.qbo_currency_id.name,
                    ours=currency.name,
                )
            )
        country = (
            self.company_id.account_fiscal_country_id or self.company_id.country_id
        )
        if self.qbo_country and country and self.qbo_country != country.code:
            sentences.append(
                self.env._(
                    "The QuickBooks company is in %(theirs)s, the Odoo company in "
                    "%(ours)s.",
                    theirs=self.qbo_country,
                    ours=country.code,
                )
            )
        return sentences

    def _difference_reason(self):
        """Return why nothing may be sent before somebody has looked, or nothing."""
        differences = [] if self.differences_accepted else self._differences()
        if not differences:
            return ""
        return self.env._(
            "%(differences)s Nothing is sent or fetched before an administrator "
            "presses Go on Anyway on %(connection)s.",
            differences=" ".join(differences),
            connection=self.display_name,
        )

    def action_accept_differences(self):
        self.differences_accepted = True
        self._wake()


def _tax_engine(country, preferences):
    if country == "US" and preferences.get("PartnerTaxEnabled"):
        return "ast"
    if not preferences.get("UsingSalesTax"):
        return "none"
    return "manual" if country == "US" else "codes"


def _class_tracking(preferences):
    if preferences.get("ClassTrackingPerTxnLine"):
        return "line"
    return "document" if preferences.get("ClassTrackingPerTxn") else False
