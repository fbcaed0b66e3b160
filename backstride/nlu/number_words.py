"""A number with the words around it, and the cue words that say what it measures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message

_AROUND, _ARTICLES = 8, frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Number:
    """A finding of kind number, a flag like `fever` (value None), or a choice that is `said`, at tokens[first:last]."""

    finding: str
    value: float | None
    first: int
    last: int
    status: Status = Status.PRESENT
    said: str | None = None


@dataclass(frozen=True, slots=True)
class At:
    """A number with the words around it; `glued` if the next word follows without a space (`34f`)."""

    number: float
    first: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    glued: bool

    @property
    def unit(self) -> str:
        """The word after the number, or ""."""
        return self.after[0] if self.after else ""

    @property
    def previous(self) -> str:
        """The word before the number, or ""."""
        return self.before[-1] if self.before else ""


class Cues:
    """The cue words of content/lexicon/quantities.yml, by group."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the groups that are lists."""
        groups = {name: said for name, said in words.items() if isinstance(said, list)}
        self._words = {name: frozenset(str(phrase) for phrase in said) for name, said in groups.items()}
        self._phrases = {name: _by_size(tuple(str(phrase).split()) for phrase in said) for name, said in groups.items()}

    def __getitem__(self, group: str) -> frozenset[str]:
        """Return the words of a group."""
        return self._words[group]

    def follows(self, at: At, group: str) -> bool:
        """Tell whether the number stands right after a phrase of the group."""
        return any(at.before[-size:] in said for size, said in self._phrases[group])

    def leads(self, at: At, group: str) -> bool:
        """Tell whether the number stands right before a phrase of the group."""
        return any(at.after[:size] in said for size, said in self._phrases[group])


def _by_size(phrases: Iterable[tuple[str, ...]]) -> list[tuple[int, frozenset[tuple[str, ...]]]]:
    """Return phrases by how many words they have: one look a size, however many there are."""
    sized: dict[int, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        sized.setdefault(len(phrase), set()).add(phrase)
    return [(size, frozenset(said)) for size, said in sorted(sized.items())]


def numbers_of(message: Message) -> Iterator[At]:
    """Yield the numbers of a message, in order."""
    texts, tokens = message.texts, message.tokens
    for first, token in enumerate(tokens):
        if token.number is not None and not _is_pronoun(texts, first):
            before, after = texts[max(0, first - _AROUND) : first], texts[first + 1 : first + 1 + _AROUND]
            is_about = after[:1] == ("ish",) or (after[:1] == ("+",) and after[1:2] != () and after[1][0].isalpha())
            if is_about:  # `30+ miles`, `60ish`
                after = after[1:]
            yield At(token.number, first, before, after, bool(after) and tokens[first + 1].start == token.end)


def _is_pronoun(texts: Sequence[str], at: int) -> bool:
    """Tell whether a `one` stands for a thing (`a steady one`, `a bad one.`)."""
    follows = texts[at + 1][:1] if at + 1 < len(texts) else "."
    return texts[at] == "one" and not follows.isalnum() and not _ARTICLES.isdisjoint(texts[max(0, at - 2) : at])


def until(texts: Sequence[str], stops: frozenset[str]) -> tuple[str, ...]:
    """Return the words before the first that stops."""
    return tuple(texts[: next((i for i, word in enumerate(texts) if word in stops), len(texts))])
