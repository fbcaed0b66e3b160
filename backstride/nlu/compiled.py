"""Compiles the words of `content/` into a reader, once for all who read with the same words."""

from pathlib import Path
from weakref import WeakValueDictionary

import yaml

from backstride.domain.errors import ContentError
from backstride.domain.findings import Vocabulary
from backstride.nlu.lexicon import Content, Lexicon, content_hash, read_lexicon, to_vocabulary
from backstride.nlu.reader import Reader


def read_content(folder: Path) -> tuple[Content, Content]:
    """Return the lexicon and the vocabulary of a content folder, as plain data."""
    vocabulary: Content = yaml.safe_load((folder / "vocabulary.yml").read_text("utf-8"))
    return read_lexicon(folder / "lexicon"), vocabulary


_readers: WeakValueDictionary[str, Reader] = WeakValueDictionary()


def build_reader(lexicon: Content, vocabulary: Content) -> Reader:
    """Compile a reader from plain data, or return the one that was compiled from the same data and is still used.

    The edge screen and the model mostly know the same words; compiled twice they took 40 MB and half a second more.
    """
    key = content_hash(lexicon, vocabulary)
    reader = _readers.get(key)
    if reader is None:
        reader = _readers[key] = _compiled(lexicon, to_vocabulary(vocabulary))
    return reader


def _compiled(lexicon: Content, vocabulary: Vocabulary) -> Reader:
    try:
        return Reader(Lexicon(lexicon, vocabulary), vocabulary)
    except KeyError as error:
        raise ContentError(f"content/lexicon: {error} is missing, a file or a group of words; put it back") from error
