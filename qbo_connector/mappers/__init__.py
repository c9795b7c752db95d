# What the others are made of comes first.
from . import meeting

# isort: split
from . import mapper

# isort: split
from . import address, recognition

# isort: split
from . import party

# isort: split
from . import customer, vendor
