"""Counters for operators, in Prometheus' format: how many turns, how urgent, how fast, what failed.

Labels are channels, levels and kinds from fixed sets; never ids, words or numbers of patients.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class ChannelMetrics:
    """The figures of one app; each app has a registry of its own."""

    def __init__(self) -> None:
        """Start all figures at zero."""
        self._registry = CollectorRegistry()
        figures = self._registry
        self.turns = Counter(
            "backstride_turns", "Turns answered, by level of the conversation", ["channel", "level"], registry=figures
        )
        self.turn_seconds = Histogram(
            "backstride_turn_seconds", "Time to answer a turn", ["channel"], buckets=_SECONDS, registry=figures
        )
        self.errors = Counter("backstride_errors", "Requests that failed, by status", ["status"], registry=figures)
        self.texts = Counter("backstride_texts", "Texts sent, by outcome", ["outcome"], registry=figures)

    def exposition(self) -> bytes:
        """Return all figures as Prometheus' text format."""
        return generate_latest(self._registry)
