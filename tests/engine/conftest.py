"""The bench of the last line: the real engine, words, rules and database, and a stand-in for Rasa's agent."""

from tests.contracts.test_last_line import bench, database, parts

__all__ = ["bench", "database", "parts"]
