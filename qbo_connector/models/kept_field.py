from odoo import fields


class Kept(fields.Json):
    """Something worked out once for a transaction, handed out as it is.

    It stands in the ORM's own cache, so whatever drops that (a write to what the
    field depends on, a savepoint that is rolled back) drops this, too. Who reads it
    must not change it: unlike that of a Json field, the value is no copy.
    """

    def convert_to_cache(self, value, record, validate=True):
        return value

    def convert_to_record(self, value, record):
        return value
