"""The verbs of the control API do the same in process and over HTTP."""

import threading

import pytest

from qbo_emulator import ControlClient
from qbo_emulator.verbs import VERBS, ControlError


@pytest.fixture(params=["in process", "over HTTP"])
def control(request, emulator):
    """The control API, once from each side."""
    if request.param == "in process":
        return emulator.control
    return request.getfixturevalue("remote")


def invoice(control, realm, amount=100.0, **more):
    """Make a customer and an invoice of one line for it."""
    customer = control.create(realm, "Customer", {"DisplayName": f"Customer {amount}"})
    item = next(row for row in control.list(realm, "Item") if row["Type"] == "Service")
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": amount,
        "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}},
    }
    reference = {"value": customer["Id"]}
    payload = {"CustomerRef": reference, "Line": [line], **more}
    return control.create(realm, "Invoice", payload)


def test_every_verb_is_a_public_method_with_a_sentence(emulator, remote):
    for verb in VERBS:
        assert getattr(emulator.control, verb).__doc__
        assert callable(getattr(remote, verb))
    with pytest.raises(AttributeError):
        remote.handle  # noqa: B018 - the look-up itself fails


def test_create_get_edit_list(control, realm):
    made = control.create(realm, "Customer", {"DisplayName": "Jade Finch Motors"})
    assert made["SyncToken"] == "0"
    edited = control.edit(realm, "Customer", made["Id"], {"Notes": "rings at noon"})
    assert edited["DisplayName"] == "Jade Finch Motors"
    assert edited["SyncToken"] == "1"
    assert control.get(realm, "Customer", made["Id"]) == edited
    control.edit(realm, "Customer", made["Id"], {"Active": False})
    rows = control.list(realm, "Customer")
    assert [row["Active"] for row in rows if row["Id"] == made["Id"]] == [False]


def test_payment_void_and_delete(control, realm):
    made = invoice(control, realm)
    customer = made["CustomerRef"]["value"]
    payment = control.receive_payment(realm, customer, 60, {made["Id"]: 60})
    assert control.get(realm, "Invoice", made["Id"])["Balance"] == 40
    control.delete(realm, "Payment", payment["Id"])
    assert control.get(realm, "Invoice", made["Id"])["Balance"] == 100
    control.void(realm, "Invoice", made["Id"])
    voided = control.get(realm, "Invoice", made["Id"])
    assert (voided["TotalAmt"], voided["Balance"]) == (0, 0)
    control.delete(realm, "Invoice", made["Id"])
    with pytest.raises(ControlError):
        control.get(realm, "Invoice", made["Id"])


def test_overpayment_leaves_credit(control, realm):
    made = invoice(control, realm)
    customer = made["CustomerRef"]["value"]
    payment = control.receive_payment(realm, customer, 130, {made["Id"]: 100})
    assert payment["UnappliedAmt"] == 30


def test_merge_moves_the_documents(control, realm):
    made = invoice(control, realm)
    gone = made["CustomerRef"]["value"]
    keep = control.create(realm, "Customer", {"DisplayName": "Keep"})["Id"]
    control.merge(realm, "Customer", keep, gone)
    assert control.get(realm, "Invoice", made["Id"])["CustomerRef"]["value"] == keep
    assert control.get(realm, "Customer", keep)["Balance"] == 100


def test_closed_books_and_subscription(control, realm, api):
    made = invoice(control, realm, TxnDate="2026-01-05")
    control.close_books(realm, "2026-01-31")
    change = {key: made[key] for key in ("Id", "SyncToken", "CustomerRef")}
    change.update(sparse=True, PrivateNote="late")
    answer = api("POST", "invoice", json=change)
    assert answer.json()["Fault"]["Error"][0]["code"] == "6200"
    control.close_books(realm, "2026-01-31", True)
    answer = api("POST", "invoice", json=change)
    assert answer.json()["Fault"]["Error"][0]["code"] == "6210"
    control.close_books(realm, None)
    control.set_subscription(realm, False)
    answer = api("POST", "invoice", json=change)
    assert answer.json()["Fault"]["Error"][0]["code"] == "6190"
    control.set_subscription(realm, True)
    assert api("POST", "invoice", json=change).status_code == 200


def test_preferences(control, realm):
    changes = {"SalesFormsPrefs": {"CustomTxnNumbers": True}}
    control.set_preferences(realm, changes)
    (preferences,) = control.list(realm, "Preferences")
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is True


def test_clock(control, emulator):
    assert control.set_clock("2027-03-01T12:00:00+00:00").startswith("2027-03-01T12:00")
    control.freeze()
    before = control.clock()
    assert control.clock() == before
    control.advance(86400)
    assert control.clock().startswith("2027-03-02T12:00")
    assert emulator.clock.now().isoformat() == control.clock()


def test_calls_are_counted(control, realm, api):
    control.reset_calls()
    api("POST", "customer", json={"DisplayName": "One"})
    api("GET", "query", params={"query": "select * from Customer"})
    api("GET", "customer/999999")
    items = [
        {"bId": "0", "Query": "select * from Item"},
        {"bId": "1", "operation": "create", "Customer": {"DisplayName": "Two"}},
    ]
    api("POST", "batch", json={"BatchItemRequest": items})
    report = control.calls(realm)
    counted = {name: report[name] for name in ("total", "writes", "metered", "batches")}
    assert counted == {"total": 4, "writes": 2, "metered": 2, "batches": 1}
    assert report["by_type"] == {"create": 1, "query": 1, "read": 1, "batch": 1}
    assert [call["status"] for call in report["log"]] == [200, 200, 400, 200]
    assert control.calls("1")["total"] == 0


def test_calls_side_by_side_are_noticed(emulator, realm, control, api):
    emulator.control.inject({"fault": "slow", "seconds": 0.3, "times": 1})
    slow = threading.Thread(target=api, args=("GET", "companyinfo/1"))
    slow.start()
    while not emulator.control.calls(realm)["log"]:
        pass
    api("GET", "companyinfo/1", headers={"X-Client": "second"})
    slow.join()
    (pair,) = control.overlaps(realm)
    assert pair["second"]["client"] == "second"
    control.reset_calls()
    api("GET", "companyinfo/1")
    api("GET", "companyinfo/1")
    assert control.overlaps(realm) == []


def test_companies_and_apps(control):
    realm = control.add_company("ca", name="North Books")["realm_id"]
    assert control.company(realm)["name"] == "North Books"
    assert realm in [company["realm_id"] for company in control.companies()]
    app = control.add_app(name="Link", redirect_uris=["https://x.example/cb"])
    assert app in control.apps()
    assert control.grant(realm, app["client_id"])["access_token"]


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("company", ["1"]),
        ("get", ["1", "Customer", "1"]),
        ("grant", ["1", "nobody"]),
        ("inject", [{"fault": "nonsense"}]),
        ("seed", ["1", {"Customer": 1}]),
        ("set", ["nonsense", 1]),
        ("set_rotation", ["weekly"]),
        ("set_webhook", ["nobody", "http://x.example"]),
    ],
)
def test_mistakes_are_told_plainly(control, verb, arguments):
    with pytest.raises(ControlError) as caught:
        getattr(control, verb)(*arguments)
    assert caught.value.message


def test_refusals_of_the_books_carry_their_code(control, realm):
    control.create(realm, "Customer", {"DisplayName": "Twice"})
    with pytest.raises(ControlError) as caught:
        control.create(realm, "Vendor", {"DisplayName": "Twice"})
    assert caught.value.code == "6240"
    made = control.create(realm, "Customer", {"DisplayName": "Once"})
    for entity, payload, code in [
        ("Customer", {"DisplayName": "x" * 501}, "2050"),
        ("Customer", {"Colour": "red"}, "2010"),
        ("Nonsense", {}, "2000"),
    ]:
        with pytest.raises(ControlError) as caught:
            control.edit(realm, entity, made["Id"], payload)
        assert caught.value.code == code


def test_wrong_addresses_of_the_control_api(server):
    session = ControlClient(f"{server.url}/control").session
    assert session.post(f"{server.url}/control/nonsense").status_code == 404
    assert session.get(f"{server.url}/control/companies").status_code == 404
    assert set(session.get(f"{server.url}/control").json()["verbs"]) == VERBS
