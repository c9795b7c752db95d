"""Problems that ask who is who, answered with clicks in a real browser."""

from harness.browser import picture


def customer(world, name, **vals):
    """Make a customer in Odoo and send it; give its id."""
    user, company = world.bookkeeper.user, world.bookkeeper.company
    shared = {"customer_rank": 1, "company_id": company, **vals}
    return user.create("res.partner", name=name, **shared)


def qbo_id(world, partner):
    user = world.bookkeeper.user
    domain = [("res_model", "=", "res.partner"), ("res_id", "=", partner)]
    return user.read("qbo.link", domain, "qbo_id")[0]["qbo_id"]


def open_problem(screen, world, text):
    """Open the list of problems, and the one with a text."""
    action = "action-qbo_connector.qbo_exception_action"
    screen.goto(f"{world.odoo.address}/odoo/{action}")
    row = screen.locator(f".o_data_row:has-text('{text}')").first
    row.wait_for()
    picture(screen, f"list-{text.split()[0].lower()}")
    row.locator("td[name=title]").click()
    screen.wait_for_selector(".o_form_view")


def test_a_person_says_whom_a_customer_was_merged_into(screen, world):
    mail = "office@quillwort.example"
    gone = customer(world, "Quillwort", email=mail)
    world.bookkeeper.settle()
    kept = customer(world, "Sedgewick Ltd", email="other@sedgewick.example")
    world.bookkeeper.settle()
    world.bookkeeper.user.call("res.partner", "write", [kept], {"email": mail})
    world.bookkeeper.settle()
    left = qbo_id(world, kept)
    world.control.merge(world.realm, "Customer", left, qbo_id(world, gone))
    world.bookkeeper.settle()
    open_problem(screen, world, "Quillwort was made inactive")
    picture(screen, "merged")
    screen.click("button[name=action_merged]")
    screen.wait_for_selector(".modal [name=survivor_id] input")
    assert "Sedgewick" in screen.input_value(".modal [name=survivor_id] input")
    picture(screen, "merged-into")
    screen.click(".modal button[name=action_merge]")
    screen.wait_for_selector(".modal", state="detached")
    screen.wait_for_selector("button[name=action_merged]", state="detached")
    picture(screen, "merged-solved")
    assert qbo_id(world, gone) == left
    known = world.bookkeeper.user.read("res.partner", [("id", "=", gone)], "active")
    assert known[0]["active"]


def test_who_has_a_taken_name_is_chosen_from_the_problem(screen, world):
    world.bookkeeper.settle()  # the first run makes the rules
    user = world.bookkeeper.user
    rules = user.call("qbo.rule", "search", [])
    user.call("qbo.rule", "write", rules, {"create_here": False})
    holder = world.control.create(world.realm, "Customer", {"DisplayName": "Zebra"})
    world.control.inject(
        {
            "match": {"path": "customer", "method": "POST"},
            "fault": "error",
            "code": "6240",
            "message": "Duplicate Name Exists Error",
            "detail": f"The name supplied already exists. : Id={holder['Id']}",
            "status": 400,
        }
    )
    partner = customer(world, "Acme")
    world.bookkeeper.settle()
    world.control.clear_faults()
    open_problem(screen, world, "The name Acme is taken")
    picture(screen, "taken")
    screen.click("button[name=action_choose]")
    row = ".modal .o_data_row:has-text('Zebra')"
    screen.wait_for_selector(row)
    picture(screen, "taken-choose")
    screen.click(f"{row} button[name=action_link]")
    screen.wait_for_selector(".modal", state="detached")
    assert qbo_id(world, partner) == holder["Id"]
