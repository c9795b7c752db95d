# What other models are made of comes first.
from . import qbo_copied, qbo_dimensions, qbo_fallback, qbo_items, qbo_row

# isort: split
from . import (
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    product_product,
    product_template,
    qbo_category,
    qbo_connection,
    qbo_intake,
    qbo_invoice_row,
    qbo_item_row,
    qbo_link,
    qbo_mapping,
    qbo_needs,
    qbo_payment_row,
    qbo_proposal,
    qbo_reference,
    qbo_rule,
)
