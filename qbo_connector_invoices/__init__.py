from . import mappers

# isort: split
from . import connection, engine, lists, models
from .hooks import uninstall_hook
