from . import document
from . import document_line
from . import document_tax
from . import item
from . import invoice
from . import payment_pull
from . import payment
