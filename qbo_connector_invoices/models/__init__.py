# What other models are made of comes first.
from . import qbo_document_list_mixin, qbo_document_mixin

# isort: split
from . import (
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    account_payment_allocation,
    product_product,
    product_template,
    qbo_invoice_row,
    qbo_item_row,
    qbo_link,
    qbo_payment_row,
    qbo_rule,
)
