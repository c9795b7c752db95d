ENTITIES = ("Item", "Invoice", "Payment")
