# What the connection is made of comes first.
from . import dimensions, fallback_items, item_settings

# isort: split
from . import connection, missing_mappings
