from contextlib import contextmanager

from odoo import sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .duplicates import HOME, WORDS, DuplicateCase


@tagged("post_install", "-at_install")
class TestDuplicates(DuplicateCase):
    """Who stands twice on one side is found, at a known price, and decided about."""

    # -- finding ------------------------------------------------------------------

    def test_a_contact_that_stands_twice_in_odoo_is_found(self):
        one, two = self.two_here()
        self.search()
        [pair] = self.open_pairs("here")
        self.assertEqual(set(pair.member_ids.mapped("key")), {str(one.id), str(two.id)})
        self.assertEqual(pair.likelihood, "sure")
        self.assertIn("same e-mail", pair.reasons)
        self.assertIn("similar name", pair.reasons)

    def test_a_customer_and_a_vendor_that_stand_twice_in_quickbooks_are_found(self):
        one, two = self.two_there()
        three = self.there("Umber Paints", "u@example.com", entity="Vendor")
        four = self.there("Umber Paint", "u@example.com", entity="Vendor")
        self.search()
        found = {(pair.entity, pair.keys) for pair in self.open_pairs("there")}
        expected = {
            ("Customer", " ".join(sorted((one, two)))),
            ("Vendor", " ".join(sorted((three, four)))),
        }
        self.assertEqual(found, expected)

    def test_a_customer_is_no_duplicate_of_a_vendor(self):
        self.strangers()
        self.there("Umber Paints", "u@example.com", entity="Vendor")
        self.there("Umber Paints (Customer)", "u@example.com")
        self.search()
        self.assertFalse(self.open_pairs("there"))

    def test_archived_and_inactive_ones_are_left_out(self):
        _one, two = self.two_here()
        two.active = False
        self.there("Umber Paints", "u@example.com")
        gone = self.there("Umber Paint", "u@example.com")
        self.qbo.edit("Customer", gone, {"Active": False})
        self.search()
        self.assertFalse(self.open_pairs("here"))
        self.assertFalse(self.open_pairs("there"))

    def test_hard_cases_are_not_called_very_likely(self):
        self.strangers()
        phone, mail = "303 555 0100", "info@group.example.com"
        self.here("Karl Okafor", phone=phone, email="karl@okafor.example.com", **HOME)
        self.here("Kurt Okafor", phone=phone, email="karl@okafor.example.com", **HOME)
        self.here("Ray Osei", phone="303 555 0111", email="r@osei.example.com", **HOME)
        self.here(
            "Ray Osei Jr.", phone="303 555 0111", email="r@osei.example.com", **HOME
        )
        for city, street in (("Denver", "1 Elm"), ("Boulder", "2 Oak")):
            self.here(
                f"Vivid Tools {city}",
                vat="12-3456789",
                email=mail,
                city=city,
                street=street,
            )
        for name in ("Miller Bakery", "Miller Butchery", "Group Holding"):
            self.here(name, email=mail)
        self.here("Acme Corner", zip="80201", street="1 Elm")
        self.here("Acme Corner", zip="10001", street="9 Oak")
        self.search()
        self.assertFalse(self.pairs(likelihood="sure").mapped("name"))
        namesakes = self.pairs(name="Acme Corner", other_name="Acme Corner")
        self.assertEqual(namesakes.likelihood, "possible", "a person may look at them")

    def test_a_company_and_what_stands_below_it_are_two(self):
        self.strangers()
        head = self.here("Quillwort", is_company=True, email="q@example.com")
        self.here("Quillwort", is_company=True, parent_id=head.id, email=head.email)
        above = self.there("Umber Paints", "u@example.com")
        self.there("Umber Paint", "u@example.com", Job=True, ParentRef={"value": above})
        self.search()
        self.assertFalse(self.pairs(state="open"))

    # -- what it costs ------------------------------------------------------------

    def test_the_dialog_says_how_many_requests_it_takes(self):
        self.strangers()
        self.settle()
        dialog = self.dialog()
        self.assertRecordValues(
            dialog,
            [{"partner_count": 9, "customer_count": 9, "request_count": 2}],
        )
        self.reset_calls()
        dialog.action_start()
        self.assertEqual(self.calls()["metered"], 2)
        self.assertEqual(self.calls()["writes"], 0)

    def test_more_than_a_thousand_are_announced_and_read_by_pages(self):
        self.qbo.seed({"Customer": 2100})
        dialog = self.dialog()
        self.assertEqual(dialog.customer_count, 2100)
        announced = dialog.request_count
        self.assertEqual(announced, 4)
        dialog.in_odoo = False
        self.reset_calls()
        run = self.env["qbo.run"].browse(dialog.action_start()["res_id"])
        self.assertEqual(run.state, "running", "it is done in the background")
        self.assertEqual(self.calls()["total"], 0)
        self.env.ref(
            "qbo_connector.ir_cron_qbo_find_duplicates"
        ).method_direct_trigger()
        self.settle()
        self.assertRecordValues(run, [{"state": "done", "progress": 100.0}])
        self.assertEqual(self.calls()["metered"], announced)

    def test_a_search_in_the_background_that_fails_stops_and_changes_nothing(self):
        self.qbo.seed({"Customer": 2100})
        dialog = self.dialog()
        run = self.env["qbo.run"].browse(dialog.action_start()["res_id"])
        self.connection.paused = True
        self.env.ref(
            "qbo_connector.ir_cron_qbo_find_duplicates"
        ).method_direct_trigger()
        self.settle()
        self.assertEqual(run.state, "stopped")
        self.assertFalse(self.pairs())

    def test_odoo_alone_is_searched_while_quickbooks_cannot_be_asked(self):
        self.two_here()
        self.connection.paused = True
        self.settle()
        self.reset_calls()
        dialog = self.dialog()
        self.assertIn("paused", dialog.problem)
        dialog.in_quickbooks = True
        with self.assertRaisesRegex(UserError, "paused"):
            dialog.action_start()
        dialog.in_quickbooks = False
        dialog.action_start()
        self.assertEqual(self.calls()["total"], 0)
        self.assertEqual(len(self.open_pairs("here")), 1)

    @contextmanager
    def counted(self, costs):
        self.settle()
        before = sql_db.sql_counter
        yield
        costs.append(sql_db.sql_counter - before)

    def test_queries_do_not_grow_with_the_number_of_records(self):
        finder = self.env["qbo.duplicate.finder"]
        costs = []
        for count in (50, 500):
            self.env["res.partner"].create(
                [
                    {
                        "name": f"{WORDS[number % 9]} {WORDS[number % 7]} {number}",
                        "email": f"one{number % (count - 20)}@example.com",
                        "customer_rank": 1,
                    }
                    for number in range(count)
                ]
            )
            with self.counted(costs):
                finder._search_here(self.connection)
        self.assertGreaterEqual(len(self.open_pairs("here")), 20)
        self.assertLessEqual(costs[1], costs[0] + 10, costs)
        with self.counted(costs):
            finder._search_here(self.connection)
        self.assertLessEqual(costs[2], costs[0] + 20, costs)

    def test_queries_do_not_grow_with_the_number_in_quickbooks(self):
        finder = self.env["qbo.duplicate.finder"]
        costs = []
        for count in (50, 500):
            rows = [
                {
                    "Id": str(number),
                    "DisplayName": f"{WORDS[twin % 9]} {WORDS[twin % 7]} {twin}",
                    "PrimaryEmailAddr": {"Address": f"one{twin}@example.com"},
                }
                for number in range(count)
                for twin in [number // 2]
            ]
            with self.counted(costs):
                finder._search_there(self.connection, "Customer", rows)
        self.assertGreaterEqual(len(self.open_pairs("there")), 225)
        self.assertLessEqual(costs[1], costs[0] + 20, "rows are written by hundreds")

    def test_another_connection_is_counted_before_it_is_searched(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids |= other
        books = self.emulator.add_company("us-manual")
        second = self.connected(other, books)
        self.emulator.control.seed(books.realm_id, {"Customer": 3})
        companies = [self.env.company.id, other.id]
        pairs = self.env["qbo.duplicate"].with_context(allowed_company_ids=companies)
        action = pairs.action_find()
        dialog = pairs.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(dialog.is_only)
        dialog.connection_id = second
        self.reset_calls()
        dialog.action_start()
        self.assertEqual(self.calls()["total"], 2, "it was counted, and no more")
        self.assertEqual((dialog.counted_id, dialog.customer_count), (second, 3))

    # -- deciding -----------------------------------------------------------------

    def test_what_is_not_the_same_does_not_come_back(self):
        self.two_here()
        [pair] = self.search().filtered(lambda each: each.side == "here")
        pair.with_user(self.clerk).action_distinct()
        self.search()
        self.assertEqual(pair.state, "distinct")
        self.assertFalse(self.open_pairs("here"))
        pair.with_user(self.clerk).action_reopen()
        self.assertEqual(self.open_pairs("here"), pair)

    def test_what_was_told_apart_meanwhile_closes_with_the_next_search(self):
        _one, two = self.two_here()
        [pair] = self.search().filtered(lambda each: each.side == "here")
        two.write({"name": "Zebra Shipping", "email": "z@example.net", "street": ""})
        self.search()
        self.assertEqual(pair.state, "gone")

    def test_a_contact_that_is_archived_closes_its_pair(self):
        _one, two = self.two_here()
        [pair] = self.search().filtered(lambda each: each.side == "here")
        two.active = False
        self.env["qbo.duplicate"]._open_list()
        self.assertEqual(pair.state, "gone")

    def test_a_customer_that_is_made_inactive_closes_its_pair(self):
        _one, two = self.two_there()
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.qbo.edit("Customer", two, {"Active": False})
        self.run_pull()
        self.assertEqual(pair.state, "gone")

    def test_a_contact_that_is_archived_closes_the_pair_in_quickbooks_too(self):
        _one, two = self.linked_twice()
        self.search()
        self.assertEqual(len(self.open_pairs("there")), 1)
        two.active = False
        self.drain()
        self.env["qbo.duplicate"]._open_list()
        self.assertFalse(self.open_pairs("there"))

    # -- rights -----------------------------------------------------------------------

    def test_user_searches_and_decides_without_administering(self):
        self.two_here()
        self.search(self.clerk)
        pair = self.open_pairs("here").with_user(self.clerk)
        self.assertTrue(pair.read(["name", "reasons"]))
        self.assertTrue(pair.member_ids.read(["name", "linked_with"]))
        with self.assertRaises(AccessError):
            pair.write({"state": "merged"})
        with self.assertRaises(AccessError):
            pair.unlink()

    def test_others_may_not(self):
        self.two_here()
        [pair] = self.search().filtered(lambda each: each.side == "here")
        stranger = self.person("stranger")
        for act in ("action_distinct", "action_merge", "action_check", "action_find"):
            with self.assertRaises(AccessError):
                getattr(pair.with_user(stranger), act)()
        with self.assertRaises(AccessError):
            pair.with_user(stranger).read(["name"])

    def test_another_company_sees_and_searches_nothing_of_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.two_here()
        foreign = self.here("Quillwort Plumbing", company_id=other.id, **HOME)
        [pair] = self.search().filtered(lambda each: each.side == "here")
        self.assertNotIn(str(foreign.id), pair.keys.split())
        outsider = self.person(
            "outsider", "user", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        pairs = self.env["qbo.duplicate"].with_user(outsider)
        self.assertFalse(pairs.search([]))
        with self.assertRaises(AccessError):
            pair.with_user(outsider).action_distinct()
        with self.assertRaises(UserError):
            pairs.action_find()
        search = self.env["qbo.duplicate.search"].with_user(outsider)
        with self.assertRaises(AccessError):
            search.create({"connection_id": self.connection.id}).action_start()
