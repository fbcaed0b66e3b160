"""Measures what the reader takes from the test sentences: `python -m bench.sentences`, `make nlu-report`."""
