from . import mapping_lookup

# isort: split
from . import (
    mapping_proposal,
    reference,
    term,
)

# isort: split
from . import mapping
