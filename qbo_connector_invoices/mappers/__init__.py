# What other mappers inherit from comes first.
from . import document_detail, document_line

# isort: split
from . import (
    document_custom,
    document_dimension,
    document_pull,
    document_tax,
    item_account,
    item_category,
    item_match,
    item_pull,
    payment_pull,
    sales_line,
)

# isort: split
from . import document

# isort: split
from . import sales_form

# isort: split
from . import invoice, item, payment
