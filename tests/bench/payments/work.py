"""What happens inside Odoo: python -m payments.work VERB DATABASE ...

Prints one JSON value: what the verb gives.
"""

import json
import sys
import time

from customers.work import drain, transaction

from odoo import Command, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

COMPANY = "My US Company"
AT_ONCE = 100  # as the engine takes them
AMOUNT = 10.0


def _company(env):
    company = env["res.company"].search([("name", "=", COMPANY)])
    return env(context={"allowed_company_ids": company.ids})


def invoices(registry, _connection, count):
    """Post invoices of one customer; give their ids."""
    with transaction(registry) as env:
        env = _company(env)
        env["qbo.connection"].search([]).write({"go_live_date": "2020-01-01"})
        for connection in env["qbo.connection"].search([("state", "=", "connected")]):
            env["qbo.mapping"]._propose(connection)
        customer = env["res.partner"].create({"name": "Payer", "customer_rank": 1})
        product = env["product.product"].create(
            {"name": "Hour", "type": "service", "taxes_id": [Command.clear()]}
        )
        line = {"product_id": product.id, "price_unit": AMOUNT, "tax_ids": []}
        vals = {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": "2026-03-01",
            "invoice_line_ids": [Command.create(line)],
        }
        moves = env["account.move"].create([vals] * int(count))
        moves.action_post()
        return moves.ids


def pay(registry, _connection, ids):
    """Pay invoices as batched ORM does, nothing else around it; give what it took."""
    ids = json.loads(ids)
    queries, began = sql_db.sql_counter, time.perf_counter()
    for start in range(0, len(ids), AT_ONCE):
        with transaction(registry) as env:
            _pay(_company(env), ids[start : start + AT_ONCE])
    return _took(queries, began)


def _pay(env, ids):
    moves = env["account.move"].browse(ids)
    company = env.company
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    payments = env["account.payment"].create(
        [
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": move.partner_id.id,
                "amount": move.amount_total,
                "date": "2026-03-02",
                "journal_id": journal.id,
            }
            for move in moves
        ]
    )
    account = payments[:1]._get_outstanding_account("inbound")
    payments.outstanding_account_id = account
    payments.action_post()
    lines = (moves + payments.move_id).line_ids.filtered(
        lambda line: line.account_type == "asset_receivable"
    )
    mine = lines.grouped("move_id")
    lines._reconcile_plan(
        [
            mine[move] + mine[payment.move_id]
            for move, payment in zip(moves, payments, strict=True)
        ]
    )
    env.flush_all()


def run(registry, connection_id):
    """Let the engine work until nothing is left; give what it took."""
    queries, began = sql_db.sql_counter, time.perf_counter()
    drain(registry, connection_id)
    return _took(queries, began)


def paid(registry, _connection, ids):
    """Give how many of the invoices are paid to the cent."""
    with transaction(registry) as env:
        moves = env["account.move"].browse(json.loads(ids))
        return len(moves.filtered(lambda move: not move.amount_residual))


def _took(queries, began):
    return {
        "queries": sql_db.sql_counter - queries,
        "seconds": time.perf_counter() - began,
    }


def main(verb, database, *arguments):
    """Do one thing in one database and print what it gives."""
    config.parse_config(["-d", database, "--no-http", "--log-level=warn"])
    verbs = {"invoices": invoices, "pay": pay, "run": run, "paid": paid}
    print(json.dumps(verbs[verb](Registry(database), *arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
