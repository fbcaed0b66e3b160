"""Formats of other programs, made from our values: one adapter a module."""
