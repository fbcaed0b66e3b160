"""How a phrase of content/lexicon/ is written, and its parsed form.

`word`, `pee/s/d` (endings), `meds?` (plural or not), `(a|b c)`, `my?` (may be missing), `<class>`,
`#` (a number), `<mark>` (`?`, `:`, `-`, `=`), `..` (up to two words in between), `...` (up to four).
What phrases mean is not known here.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backstride.domain.errors import ContentError

_ITEM = re.compile(r"\.{2,3}|[()|?#]|<[a-z_0-9]+>|[^\s()|?<>#]+")
_GAPS = {"..": 2, "...": 4}
_SHORTEST_PLURAL = 3
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Word:
    """One token; `#` stands for any number."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of any kind."""

    most: int


@dataclass(frozen=True, slots=True)
class Sequential:
    """Items one after the other."""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the options."""

    options: "tuple[Node, ...]"


Node = Word | Gap | Sequential | AnyOf
_MARK = AnyOf(tuple(map(Word, "?:-=\u2013\u2014")))
"""What stands between a topic and its answer (`weak? no`, `poo: fine`); `?` itself means `may be missing` here."""


class Grammar:
    """Parses phrases, with the word classes and short forms of the lexicon."""

    def __init__(self, classes: Mapping[str, Sequence[str]], short_forms: Mapping[str, tuple[str, ...]]) -> None:
        """Keep both; a class may use other classes, and a phrase may be written as people write it (`cant`)."""
        self._classes, self._short_forms = classes, short_forms
        self._parsed: dict[str, Node] = {}

    def parse(self, phrase: str, inside: tuple[str, ...] = ()) -> Node:
        """Parse one phrase.

        Raises:
            ContentError: It is malformed, or names a class that is unknown or contains itself.
        """
        if phrase not in self._parsed:
            items = [sys.intern(item) for item in _ITEM.findall(phrase)]  # a hundred thousand, of few words
            while items and items[-1] in _GAPS:  # nothing follows, so nothing is in between
                items.pop()
            node, rest = self._options(items, phrase, inside)
            if rest:
                raise ContentError(f"phrase '{phrase}': unbalanced bracket; each ( needs its )")
            if not inside and _may_be_nothing(node):
                raise ContentError(f"phrase '{phrase}': no word of it has to be there; take a ? away or write a word")
            self._parsed[phrase] = node
        return self._parsed[phrase]

    def _options(self, items: list[str], phrase: str, inside: tuple[str, ...]) -> tuple[Node, list[str]]:
        options: list[Node] = []
        sequence: list[Node] = []
        last = ""
        while items and items[0] != ")":
            item, items = items[0], items[1:]
            if item == "|":
                options.append(Sequential(tuple(sequence)))
                sequence = []
            elif item == "?":
                if not sequence or "/" in last:
                    raise ContentError(f"phrase '{phrase}': '?' must follow one word or a bracket; put it there")
                sequence[-1] = self._maybe(sequence[-1], last)
            elif item == "(":
                node, items = self._options(items, phrase, inside)
                if not items:
                    raise ContentError(f"phrase '{phrase}': unbalanced bracket; each ( needs its )")
                items = items[1:]
                sequence.append(node)
            else:
                sequence.append(self._item(item, phrase, inside))
            last = item
        options.append(Sequential(tuple(sequence)))
        return (options[0] if len(options) == 1 else AnyOf(tuple(options))), items

    def _maybe(self, node: Node, written: str) -> Node:
        if (
            written.isalpha()
            and written.endswith("s")
            and not written.endswith("ss")
            and len(written) >= _SHORTEST_PLURAL
        ):
            return AnyOf((node, self._spelled(written[:-1])))
        return AnyOf((node, Sequential(())))

    def _item(self, item: str, phrase: str, inside: tuple[str, ...]) -> Node:
        if item in _GAPS:
            return Gap(_GAPS[item])
        if item.startswith("<"):
            name = item[1:-1]
            if name == "mark":
                return _MARK
            if name not in self._classes or name in inside:
                raise ContentError(f"phrase '{phrase}': no usable word class {item}; the classes stand in words.yml")
            return AnyOf(tuple(self.parse(p, (*inside, name)) for p in self._classes[name]))
        stem, *endings = item.split("/")
        if not stem and endings != [""]:
            raise ContentError(f"phrase '{phrase}': endings ({item}) follow a word only; write the words out")
        if not stem:
            return Word(item)
        return AnyOf(tuple(self._spelled(stem + ending) for ending in ("", *endings)))

    def _spelled(self, word: str) -> Node:
        bare = word.replace("'", "") if word.endswith("n't") else word  # `can't` is read as `cant` is
        return Sequential(tuple(Word(sys.intern(w)) for w in self._short_forms.get(bare, (word,))))


def _may_be_nothing(node: Node) -> bool:
    """Return whether a phrase is there where no word of it is."""
    if isinstance(node, Sequential):
        return all(map(_may_be_nothing, node.items))
    if isinstance(node, AnyOf):
        return any(map(_may_be_nothing, node.options))
    return isinstance(node, Gap)


def spellings(node: Node) -> Iterator[str]:
    """Yield every way to say a phrase without gaps.

    Raises:
        ContentError: The phrase has a gap.
    """
    if isinstance(node, Word):
        yield node.text
    elif isinstance(node, AnyOf):
        for option in node.options:
            yield from spellings(option)
    elif isinstance(node, Sequential):
        said = [""]
        for item in node.items:
            said = [f"{before} {after}".strip() for before in said for after in spellings(item)]
        yield from said
    else:
        raise ContentError("a cue of content/lexicon/context.yml must not have a gap")
