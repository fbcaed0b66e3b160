"""Rasa's hands: each action parses, calls one service, says responses by name and returns events.

What is true is decided in backstride/domain; no wording, weight or clinical rule lives here.
"""
