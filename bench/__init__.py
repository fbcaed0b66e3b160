"""`make bench`: measures Backstride beside a stock Rasa bot, and the classifier's settings (`python -m bench intents`).

Figures are for comparing within one run on one machine; nothing here passes or fails.
"""
