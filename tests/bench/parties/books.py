"""Keep the parties of one side in Odoo, those of the other in QuickBooks."""

from qbo_emulator.verbs import ControlError


def keep_in_odoo(user, parties):
    """Have a user make customers of parties; give {id: key of the party}."""
    values = [
        {
            "name": party.name,
            "email": party.email,
            "phone": " ".join(party.phones),
            "vat": party.tax_id,
            "street": party.street,
            "zip": party.postal_code,
            "city": party.city,
            "customer_rank": 1,
        }
        for party in parties
    ]
    ids = user.call("res.partner", "create", values)
    return dict(zip(ids, (party.key for party in parties), strict=True))


def keep_in_quickbooks(control, realm, parties):
    """Let people make customers of parties; give {id: key of the party}.

    No two may have one name there, so the second gets its town behind it.
    """
    keys = {}
    for party in parties:
        payload = _payload(party)
        try:
            made = control.create(realm, "Customer", payload)
        except ControlError:
            payload["DisplayName"] += f" ({party.city or party.key})"
            made = control.create(realm, "Customer", payload)
        keys[made["Id"]] = party.key
    return keys


def _payload(party):
    address = {"Line1": party.street, "City": party.city}
    payload = {
        "DisplayName": party.name,
        "CompanyName": party.company,
        "PrimaryEmailAddr": {"Address": party.email} if party.email else None,
        "PrimaryPhone": {"FreeFormNumber": " ".join(party.phones)},
        "BillAddr": {**address, "PostalCode": party.postal_code},
        "PrimaryTaxIdentifier": party.tax_id,
    }
    if party.person:
        given, _, family = party.person.partition(" ")
        payload |= {"GivenName": given, "FamilyName": family}
    return {key: value for key, value in payload.items() if value}
