"""Customers by the thousand: both servers, and the engine at work between them."""
