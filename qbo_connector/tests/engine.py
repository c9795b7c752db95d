from .common import QboCase


class EngineCase(QboCase):
    """What tests of the engine have in common: many customers, counted calls."""

    def customers(self, count, **vals):
        return self.env["res.partner"].create(
            [
                {"name": f"Customer {number:04}", "customer_rank": 1, **vals}
                for number in range(count)
            ]
        )

    def names_there(self):
        return sorted(each["DisplayName"] for each in self.qbo.list("Customer"))

    def calls(self):
        return self.emulator.control.calls()

    def reset_calls(self):
        self.emulator.control.reset_calls()

    def drain(self, run=None):
        """Run slices, as the scheduler does, until nothing waits any more."""
        for _slice in range(30):
            (run or self.run_push)()
            if not self.waiting(pulling=run == self.run_pull):
                return
        self.fail("something waits for ever")

    def waiting(self, pulling=False):
        if pulling:
            paging = [("page_since", "!=", False)]
            return bool(self.env["qbo.rule"].search_count(paging, limit=1))
        return bool(self.env["qbo.change"].search_count([], limit=1))

    def link(self, record, entity="Customer"):
        return self.env["qbo.link"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", entity),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )

    def rule(self, entity="Customer", **vals):
        """The rule of a type, changed by the values given."""
        rules = self.env["qbo.rule"]
        rules._complete(self.connection)
        rule = rules._of(self.connection, entity)
        rule.write(vals)
        return rule

    def problems(self, **values):
        domain = [("closed_at", "=", False)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["qbo.exception"].search(domain)
