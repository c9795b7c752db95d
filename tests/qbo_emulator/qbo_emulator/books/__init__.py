"""The books of a company: storage, names, types, operations."""
