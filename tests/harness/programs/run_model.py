"""Run a scheduled method in a process of its own, past the scheduler's own lock.

Usage: python -m harness.programs.run_model DATABASE MODEL METHOD
"""

import sys

import odoo
from odoo.modules.registry import Registry


def main(database, model, method):
    """Load the database's registry and call the method as the superuser."""
    odoo.tools.config.parse_config(["-d", database, "--no-http"])
    with Registry(database).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        getattr(env[model], method)()


if __name__ == "__main__":
    main(*sys.argv[1:])
