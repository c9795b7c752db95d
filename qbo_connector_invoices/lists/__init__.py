from . import category, mapping, mapping_proposal, reference
