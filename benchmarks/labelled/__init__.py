"""Labelled archives: what they are about (`texts/`), how it goes (modules), each from a seed."""
