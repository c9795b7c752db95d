from . import (
    test_acts,
    test_amounts,
    test_currency,
    test_exact_allocation,
    test_lists,
    test_mapper_invoice,
    test_mapper_item,
    test_mapper_payment,
    test_tax_modes,
)
