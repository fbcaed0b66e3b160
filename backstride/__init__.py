"""Backstride: a conversational assistant for physical-therapy clinics (see docs/walk.md for the way through)."""
