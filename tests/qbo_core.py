"""Load the functional core of ``qbo_connector`` without Odoo.

``qbo_connector`` itself imports Odoo models, so its folder ``qbo`` is loaded as a
package of its own, named ``qbo``.
"""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def load():
    """Make ``import qbo`` work; a second call changes nothing."""
    if "qbo" in sys.modules:
        return
    folder = ROOT / "qbo_connector" / "qbo"
    spec = importlib.util.spec_from_file_location(
        "qbo", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["qbo"] = package
    spec.loader.exec_module(package)
