"""What the tests of understanding share: one reader built from the real content."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backstride.engine import shim

shim.install()

from backstride.domain.findings import Vocabulary  # noqa: E402 -- medspaCy and Rasa need the shim
from backstride.nlu.lexicon import (  # noqa: E402
    Content,
    Lexicon,
    to_vocabulary,
)
from backstride.nlu.mention_extractor import read_content  # noqa: E402
from backstride.nlu.reader import Reader  # noqa: E402

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def contents() -> tuple[Content, Content]:
    """The lexicon and the vocabulary as plain data."""
    return read_content(CONTENT)


@pytest.fixture(scope="session")
def vocabulary(contents: tuple[Content, Content]) -> Vocabulary:
    """The real vocabulary."""
    return to_vocabulary(contents[1])


@pytest.fixture(scope="session")
def lexicon(contents: tuple[Content, Content], vocabulary: Vocabulary) -> Lexicon:
    """The real lexicon, compiled once."""
    return Lexicon(contents[0], vocabulary)


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon, vocabulary: Vocabulary) -> Reader:
    """A reader with the real words."""
    return Reader(lexicon, vocabulary)


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Friday morning."""
    return datetime(2026, 11, 20, 10, tzinfo=UTC)
