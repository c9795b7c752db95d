from odoo.addons.qbo_connector.connection.log_filter import hide

from . import controllers, models, wizards
from .controllers.review import IN_LOG
from .hooks import uninstall_hook

hide("werkzeug", IN_LOG)
