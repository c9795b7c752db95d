# What other mappers inherit from comes first.
from . import document, document_line, document_tax, payment_pull

# isort: split
from . import invoice, item, payment
