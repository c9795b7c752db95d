# What the others are made of comes first.
from . import mapper

# isort: split
from . import customer
