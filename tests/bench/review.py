"""Time the planning and sending of review requests.

Plans for paid invoices by the thousand and sends messages to a mail server on this
machine. Twice the records have to take about twice the time.
"""

import os
import time
from contextlib import contextmanager
from datetime import timedelta

import odoo
from odoo import api, fields
from odoo.modules.registry import Registry

from environment import prepare
from environment.databases import Databases
from harness.mail import MailSink
from testing.parts import ADDONS, ODOO_ALL

PLANNED = (2_500, 5_000, 10_000)
SENT = (250, 500, 1_000)


def main():
    """Fill a database of its own, plan and send; print and give the figures."""
    databases = Databases(prepare())
    name = f"qbo_bench_review_p{os.getpid()}_"
    with databases.temporary(databases.base(ODOO_ALL), name), MailSink() as sink:
        databases.install(name, ADDONS)
        options = ["-d", name, "--no-http", "--log-level=error"]
        options += ["--smtp=127.0.0.1", f"--smtp-port={sink.port}"]
        odoo.tools.config.parse_config(options)
        rows = run(Registry(name))
        odoo.sql_db.close_all()
        assert len(sink.mails) == sum(SENT), len(sink.mails)
    return rows


def run(registry):
    """Measure planning, then sending, at growing sizes."""
    print(f"{'':10}{'records':>9}{'seconds':>9}{'ms each':>9}{'SQL each':>9}")
    rows = []
    for count in PLANNED:
        with transaction(registry) as env:
            fill(env, count)
        work = "planning", "qbo.review.planner", "_cron_plan"
        rows.append(measure(registry, count, *work))
    for count in SENT:
        with transaction(registry) as env:
            make_due(env, count)
        work = "sending", "qbo.review.sender", "_cron_send"
        rows.append(measure(registry, count, *work))
    return rows


@contextmanager
def transaction(registry):
    """Give an environment whose work is committed at the end."""
    with registry.cursor() as cr:
        yield api.Environment(cr, api.SUPERUSER_ID, {})


def measure(registry, count, name, model, method):
    """Run a scheduled method once; print and give what it took."""
    before, started = odoo.sql_db.sql_counter, time.perf_counter()
    with transaction(registry) as env:
        getattr(env[model], method)()
    seconds = time.perf_counter() - started
    queries = odoo.sql_db.sql_counter - before
    row = {
        "name": name,
        "records": count,
        "seconds": round(seconds, 2),
        "milliseconds_each": round(1000 * seconds / count, 2),
        "queries_each": round(queries / count, 2),
    }
    figures = "".join(f"{value:9}" for value in list(row.values())[1:])
    print(f"{name:10}{figures}", flush=True)
    return row


def fill(env, count):
    """Make that many customers with one paid invoice each, all marked as paid."""
    paid = pattern(env)
    env.flush_all()
    env.cr.execute("SELECT COALESCE(max(id), 0) FROM res_partner")
    (start,) = env.cr.fetchone()
    partners = env["res.partner"].create(
        [
            {"name": f"Bench {start + n}", "email": f"bench{start + n}@example.com"}
            for n in range(count)
        ]
    )
    moves = copies(env, paid, partners.ids)
    pay_in_sql(env, paid, moves)
    env["qbo.review.mark"]._insert(moves)


def pattern(env):
    """Switch requests on and give a really paid invoice to copy."""
    company = env["res.company"].search([("name", "=", "My US Company")])
    env = env(context={"allowed_company_ids": company.ids})
    policy = env["qbo.review.policy"]._of(company)
    site = {"name": "Google", "url": "https://reviews.example.com/bench"}
    values = {"quiet_from": 0, "quiet_until": 0, "saturday": True, "sunday": True}
    if not policy.enabled:
        policy.write({"site_ids": [(0, 0, site)], "enabled": True, **values})
    customer = env["res.partner"].create({"name": "Pattern"})
    line = {"name": "Work", "price_unit": 100.0, "tax_ids": []}
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [(0, 0, line)],
        }
    )
    invoice.action_post()
    register = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids
    )
    register.create({}).action_create_payments()
    return invoice


def copies(env, record, partner_ids):
    """Copy an invoice in SQL, one per customer, and give the ids."""
    fixed = {"id", "name", "sequence_number", "partner_id", "commercial_partner_id"}
    names = [
        f'"{field.name}"'
        for field in record._fields.values()
        if field.store and field.column_type and field.name not in fixed
    ]
    columns = ", ".join(names)
    env.flush_all()
    env.cr.execute(
        f"""
        INSERT INTO account_move ({columns}, name, sequence_number, partner_id,
                             commercial_partner_id)
        SELECT {columns}, 'BENCH/' || partner, partner, partner, partner
          FROM account_move, unnest(%s) partner WHERE id = %s RETURNING id
        """,
        (partner_ids, record.id),
    )
    return [row[0] for row in env.cr.fetchall()]


def pay_in_sql(env, invoice, move_ids):
    """Give each copy a receivable line that the pattern's payment line matches."""
    line = invoice.line_ids.filtered(
        lambda each: each.account_type == "asset_receivable"
    )
    partial = line.matched_credit_ids
    env.cr.execute(
        """
        WITH lines AS (
            INSERT INTO account_move_line (move_id, account_id, display_type,
                                           currency_id, company_id, balance,
                                           amount_currency)
            SELECT move, %(account)s, 'payment_term', %(currency)s, %(company)s, 0, 0
              FROM unnest(%(moves)s) move RETURNING id
        )
        INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, amount,
                                               debit_amount_currency, company_id,
                                               credit_amount_currency)
        SELECT lines.id, %(credit)s, 1, 1, %(company)s, 1 FROM lines
        """,
        {
            "account": line.account_id.id,
            "currency": line.currency_id.id,
            "company": line.company_id.id,
            "moves": move_ids,
            "credit": partial.credit_move_id.id,
        },
    )


def make_due(env, count):
    """Let that many planned requests be due now."""
    requests = env["qbo.review.request"].search(
        [("state", "=", "planned")], limit=count
    )
    assert len(requests) == count, len(requests)
    requests.write({"planned_at": fields.Datetime.now() - timedelta(minutes=1)})


if __name__ == "__main__":
    main()
