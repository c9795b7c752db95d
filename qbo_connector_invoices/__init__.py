from . import mappers, models
from .hooks import uninstall_hook
