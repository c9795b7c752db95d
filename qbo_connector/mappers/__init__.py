# What the others are made of comes first.
from . import matching

# isort: split
from . import mapper

# isort: split
from . import address, partner_matching

# isort: split
from . import partner

# isort: split
from . import customer, vendor
