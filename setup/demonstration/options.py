"""What can be asked of the demo on the command line."""

import argparse

PORT = 8069


def read(arguments=None):
    """Give the options of setup/demo."""
    parser = argparse.ArgumentParser(
        prog="setup/demo",
        description="Start Odoo 19 and an emulator of QuickBooks Online, connect them, "
        "bring both books in step, and show whether they agree.",
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="stop after the table; exit code 0 if all agree",
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too")
    parser.add_argument(
        "--port",
        type=int,
        default=PORT,
        help=f"port of Odoo ({PORT}); QuickBooks takes the next one",
    )
    parser.add_argument(
        "--reset", action="store_true", help="begin anew: forget both books first"
    )
    parser.add_argument(
        "--pictures", metavar="FOLDER", help="save pictures of the main screens there"
    )
    return parser.parse_args(arguments)
