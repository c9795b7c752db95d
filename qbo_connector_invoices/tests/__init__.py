from . import (
    test_amounts,
    test_exact_allocation,
    test_mapper_invoice,
    test_mapper_item,
    test_mapper_payment,
)
