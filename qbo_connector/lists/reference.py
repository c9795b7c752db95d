import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..qbo import entities as types
from ..qbo.batch import BatchItem
from ..qbo.exact import jsonable
from ..qbo.query import PAGE, is_active, select

LISTS = (
    "Account",
    "Class",
    "Department",
    "Term",
    "PaymentMethod",
    "TaxCode",
    "TaxRate",
    "TaxAgency",
)
DEPOSIT_TYPES = ("Bank", "Other Current Asset")
SETTINGS = ("CompanyInfo", "Preferences")
# What changes without anybody changing the row, and what only the wire needs.
IGNORED = ("CurrentBalance", "CurrentBalanceWithSubAccounts", "MetaData", "SyncToken")


class QboReference(models.Model):
    """One row of a list of QuickBooks, mirrored so that people can pick from it."""

    _name = "qbo.reference"
    _description = "QuickBooks list entry"
    _order = "entity, active desc, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name", "name", "qbo_id"]

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Selection(
        [
            ("Account", "Accounts"),
            ("Class", "Classes"),
            ("Department", "Departments"),
            ("Term", "Payment terms"),
            ("PaymentMethod", "Payment methods"),
            ("TaxCode", "Tax codes"),
            ("TaxRate", "Tax rates"),
            ("TaxAgency", "Tax agencies"),
            ("CustomField", "Custom fields"),
        ],
        string="List",
        required=True,
        readonly=True,
    )
    qbo_id = fields.Char(string="QuickBooks ID", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    full_name = fields.Char(
        string="Full name",
        required=True,
        readonly=True,
        help="With the names of what it belongs to, separated by colons.",
    )
    detail = fields.Char(
        readonly=True, help="The account's type, the rate, the days of a term."
    )
    takes_deposits = fields.Boolean(
        readonly=True, help="An account that customers' payments may go to."
    )
    active = fields.Boolean(default=True, readonly=True)
    data = fields.Json(readonly=True)

    _unique_entry = models.UniqueIndex(
        "(connection_id, entity, qbo_id)", "This list entry is already there."
    )

    # --- Refreshing --------------------------------------------------------------

    @api.model
    def _refresh(self, connection, entities=LISTS, timeout=None):
        """Mirror whole lists, and what QuickBooks says of its company, in one call.

        Returns how many rows were new, changed or have gone. A list that QuickBooks
        refuses to show (classes without that plan) stays as it was. Raises QboError.
        """
        client = connection._client(timeout=timeout)
        if connection.qbo_multicurrency:
            entities = (*entities, "CompanyCurrency")
        answers = _ask(client, (*SETTINGS, *entities))
        connection._take_facts(
            _only_row(answers.pop("CompanyInfo")), _only_row(answers.pop("Preferences"))
        )
        lists = _whole_lists(client, answers)
        lists["CustomField"] = custom_fields(connection.preferences)
        changed = sum(
            self._mirror(connection, entity, rows) for entity, rows in lists.items()
        )
        if changed:  # what had vanished may be there again
            connection._follow_mappings()
        return changed

    @api.model
    def _mirror(self, connection, entity, rows):
        """Store ``rows`` as the whole list ``entity``; return how many changed."""
        known = {
            reference.qbo_id: reference
            for reference in self.sudo()  # kept by the connector, read by people
            .with_context(active_test=False)
            .search([("connection_id", "=", connection.id), ("entity", "=", entity)])
        }
        missing, changed = [], 0
        for row in rows:
            vals = self._vals(entity, row)
            reference = known.pop(vals["qbo_id"], None)
            if reference is None:
                missing.append({"connection_id": connection.id, **vals})
            elif any(reference[name] != value for name, value in vals.items()):
                reference.write(vals)
                changed += 1
        self.sudo().create(missing)
        gone = self.sudo().union(*known.values()).filtered("active")
        gone.active = False
        return len(missing) + changed + len(gone)

    @api.model
    def _vals(self, entity, row):
        name_key = "Name" if entity == "CustomField" else types.get(entity).name_key
        name = row.get(name_key) or row.get("Name") or row["Id"]
        return {
            "entity": entity,
            "qbo_id": row["Id"],
            "name": name,
            "full_name": row.get("FullyQualifiedName") or name,
            "detail": self._detail(entity, row) or False,
            "takes_deposits": row.get("AccountType") in DEPOSIT_TYPES,
            "active": bool(row.get("Active", True)) and not row.get("Hidden"),
            "data": jsonable({k: v for k, v in row.items() if k not in IGNORED}),
        }

    @api.model
    def _detail(self, entity, row):
        """Return what tells this entry from its neighbours, beside its name."""
        if entity == "Account":
            return " ".join(filter(None, (row.get("AcctNum"), row.get("AccountType"))))
        if entity == "TaxRate":
            return f"{Decimal(str(row.get('RateValue', 0))).normalize():f} %"
        if entity == "Term" and row.get("DueDays") is not None:
            return self.env._("%(days)s days", days=row["DueDays"])
        return row.get("Description") or row.get("Type") or ""

    @api.model
    def _find(self, connection, entity, qbo_id):
        """Return the entry with this QuickBooks id, an inactive one too."""
        return self.with_context(active_test=False).search(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", entity)
            & Domain("qbo_id", "=", qbo_id)
        )

    @api.depends("full_name", "detail", "entity")
    def _compute_display_name(self):
        for reference in self:
            reference.display_name = reference.full_name


def _ask(client, names):
    """Return the answer to one query for each name, asked in one message."""
    items = [
        BatchItem(str(number), "query", name, statement=_statement(name))
        for number, name in enumerate(names)
    ]
    answers = client.batch(items, uuid.uuid4().hex)
    return {name: answers[str(number)] for number, name in enumerate(names)}


def _only_row(answer):
    """Return the one row of a setting; asked first, so it is never cut off."""
    if answer.error:
        raise answer.error
    return answer.rows[0]


def _statement(name):
    if name in SETTINGS:
        return select(name)
    return select(name, is_active(name, None), start=1, limit=PAGE)


def _whole_lists(client, answers):
    """Return the rows of each list that QuickBooks was willing to show.

    A batch answers with 1000 rows at most, over all its queries: beyond that nobody
    knows which list was cut, so each is read page by page.
    """
    shown = {name: answer for name, answer in answers.items() if not answer.error}
    if sum(len(answer.rows) for answer in shown.values()) < PAGE - len(SETTINGS):
        return {name: answer.rows for name, answer in shown.items()}
    return {name: list(client.query(name, active=None)) for name in shown}


def custom_fields(preferences):
    """Return the custom fields of sales forms as rows of a list, the unused ones too.

    Preferences say them one by one: UseSalesCustom1 and SalesCustomName1, up to 3.
    """
    sales = (preferences or {}).get("SalesFormsPrefs") or {}
    facts = {
        entry["Name"].removeprefix("SalesFormsPrefs."): entry
        for group in sales.get("CustomField") or []
        for entry in group.get("CustomField") or []
    }
    names = {
        number: facts.get(f"SalesCustomName{number}", {}).get("StringValue")
        for number in ("1", "2", "3")
    }
    return [
        {
            "Id": number,
            "Name": name,
            "Active": facts.get(f"UseSalesCustom{number}", {}).get("BooleanValue"),
        }
        for number, name in names.items()
        if name
    ]
