from . import mappers

# isort: split
from . import connection, engine, lists, matching, models

# isort: split
from . import controllers, wizards
from .connection.log_filter import be_discreet

be_discreet()
