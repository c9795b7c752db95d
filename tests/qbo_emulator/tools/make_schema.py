"""Make the emulator's table of types from a description of Intuit's schema.

Usage: python make_schema.py SCHEMA.json OUTPUT.json

SCHEMA.json holds ``types`` (fields of the published XSD), ``enums`` and
``rest`` (limits and read-only marks of the REST reference). The output names,
for each type that the emulator's entities reach, every property with a short
code: ``s`` text with its maximum length, ``n`` number, ``i`` integer, ``b``
boolean, ``d`` date, ``t`` time stamp, ``e:`` enumeration, ``o:`` object; a
final ``*`` marks a list.
"""

import json
import sys
from pathlib import Path

ENTITIES = (
    "Account", "Attachable", "Bill", "BillPayment", "Budget", "Class",
    "CompanyCurrency", "CompanyInfo", "CreditMemo", "Customer", "Department",
    "Deposit", "Employee", "Estimate", "ExchangeRate", "Invoice", "Item",
    "JournalEntry", "Payment", "PaymentMethod", "Preferences", "Purchase",
    "PurchaseOrder", "RefundReceipt", "ReimburseCharge", "SalesReceipt", "TaxAgency",
    "TaxCode",
    "TaxRate", "TaxService", "Term", "TimeActivity", "Transfer", "Vendor",
    "VendorCredit",
)  # fmt: skip
SIMPLE = {"number": "n", "integer": "i", "boolean": "b", "date": "d", "datetime": "t"}
# Where the sources differ, the shorter length; see the README of the emulator.
LENGTHS = {
    ("CustomField", "StringValue"): 31,
    ("Payment", "PaymentRefNum"): 21,
    ("Payment", "DocNumber"): 21,
    ("SalesReceipt", "PaymentRefNum"): 21,
    ("PaymentMethod", "Name"): 15,
    ("TelephoneNumber", "FreeFormNumber"): 30,
}
# Documented in the REST reference, or sent by Intuit's own SDKs, but not in the XSD.
EXTRA = {
    "TxnTaxDetail": {"ShippingTaxIncludedInTotalTax": "b"},
    "LinkedTxn": {"Amount": "n"},
    "IntuitAnyType": {"any": "any"},
    "CustomFieldDefinition": {"CustomField": "o:CustomField*"},
    # A switch that is off in the reference, a text in the XSD.
    "SalesFormsPrefs": {
        "DefaultDiscountAccount": "any",
        "DefaultShippingAccount": "any",
    },
}


def main(source: str, target: str) -> None:
    """Read the description and write the table."""
    schema = json.loads(Path(source).read_text())
    types: dict[str, dict[str, str]] = {}
    enums: dict[str, list[str]] = {}
    waiting = list(ENTITIES)
    while waiting:
        name = waiting.pop()
        if name in types:
            continue
        types[name] = fields_of(schema, name)
        for code in types[name].values():
            kind, _, rest = code.rstrip("*").partition(":")
            if kind == "o":
                waiting.append(rest)
            if kind == "e":
                enums[rest] = schema["enums"][rest]
    Path(target).write_text(written(types, enums))


def fields_of(schema: dict, name: str) -> dict[str, str]:
    """Collect the fields of a type and of the types it extends."""
    limits = schema["rest"].get(name, {})
    fields: dict[str, str] = {}
    step = name
    while step:
        description = schema["types"].get(step, {"fields": {}})
        for field, facts in description["fields"].items():
            fields.setdefault(field, coded(name, field, facts, limits.get(field, {})))
        step = description.get("base")
    for field, facts in limits.items():
        if field not in fields and facts["t"] in ("string", "boolean", "number"):
            fields[field] = coded(name, field, facts, facts)
    return dict(sorted({**fields, **EXTRA.get(name, {})}.items()))


def coded(name: str, field: str, facts: dict, limits: dict) -> str:
    """Return the short code of one field."""
    kind = facts["t"]
    star = "*" if facts.get("list") else ""
    if kind == "string" and field == "FullyQualifiedName":
        return "s"
    if kind == "string":
        length = LENGTHS.get((name, field), limits.get("max", facts.get("max", "")))
        return f"s{length}{star}"
    if kind in SIMPLE:
        return SIMPLE[kind] + star
    if kind.startswith("enum:"):
        return f"e:{kind[5:]}{star}"
    return f"o:{kind}{star}"


def written(types: dict, enums: dict) -> str:
    """Return the table as JSON with one line per type."""
    parts = []
    for title, table in (("types", types), ("enums", enums)):
        lines = [f'  "{key}": {json.dumps(table[key])}' for key in sorted(table)]
        parts.append(f'"{title}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
