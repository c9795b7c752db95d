"""What the tests of the client send: a customer, an item, an invoice."""

from decimal import Decimal


def parties(world):
    """Return a customer and an item that can be invoiced."""
    account = next(
        row
        for row in world.control.list(world.realm, "Account")
        if row["AccountType"] == "Income"
    )
    customer = world.control.create(world.realm, "Customer", {"DisplayName": "Acme"})
    item = world.control.create(
        world.realm,
        "Item",
        {
            "Name": "Hat",
            "Type": "Service",
            "IncomeAccountRef": {"value": account["Id"]},
        },
    )
    return {"value": customer["Id"]}, {"value": item["Id"]}


def invoice(world, amount="12.50", **more):
    customer, item = parties(world)
    detail = {"ItemRef": item, "Qty": 1, "UnitPrice": Decimal(amount)}
    line = {
        "Amount": Decimal(amount),
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }
    return {"CustomerRef": customer, "TxnDate": "2026-05-01", "Line": [line], **more}


def named(count):
    return [f"Customer {number:03}" for number in range(count)]
