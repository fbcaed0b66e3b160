"""One automaton that finds all phrases of the lexicon in one pass over the words.

It is non-deterministic as built and made deterministic as it meets text, so that a message costs a
few dictionary look-ups a word however many phrases there are. A gap never crosses punctuation or
one of the `gap_stops`. The phrase language is in `grammar.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from backstride.nlu.grammar import NUMBER, AnyOf, Gap, Node, Sequential

_OTHER_WORD, _STOP = "\0word", "\0stop"
_CACHE_LIMIT = 50_000


class Match(NamedTuple):
    """Phrase `entry` (an index into the list given to the automaton) stands at tokens[first:last]."""

    entry: int
    first: int
    last: int


_Targets = tuple[int, ...]
_NOWHERE: dict[str, _Targets] = {}
_MANY = 24
"""Lone words from which on looking a word up beats going through them."""


@dataclass(slots=True)
class _State:
    """One of some eighty thousand, most with one word and nothing else: so tuples, and dictionaries for more only."""

    words: dict[str, _Targets] = field(default_factory=lambda: _NOWHERE)
    only: tuple[str, _Targets] | None = None
    gap: _Targets = ()
    empty: _Targets = ()
    accepts: tuple[int, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether it is only passed through."""
        return not (self.words or self.only or self.gap or self.accepts)

    def lead(self, word: str, target: int) -> None:
        """Let a word lead to another state."""
        if self.only is None and not self.words:
            self.only = (word, (target,))
            return
        if self.only is not None:
            self.words, self.only = dict((self.only,)), None
        self.words[word] = (*self.words.get(word, ()), target)

    def leads(self) -> Iterable[tuple[str, _Targets]]:
        """Return each word and where it leads to."""
        return self.words.items() if self.only is None else (self.only,)


_BARE = _State()


@dataclass(slots=True, eq=False)
class _Where:
    """All states the automaton may be in at once, with the moves met so far.

    Attributes:
        worded: Where words lead to, of those states that have several.
        lone: The word, and where it leads to, of those that have one.
        gaps: Where any word leads to.
        accepted: Phrases that end here.
    """

    worded: tuple[Mapping[str, _Targets], ...]
    lone: tuple[tuple[str, _Targets], ...]
    gaps: tuple[int, ...]
    accepted: tuple[int, ...]
    moves: "dict[str, _Where | None]" = field(default_factory=dict)
    by_word: dict[str, set[int]] | None = None

    def reached(self, symbol: str) -> Iterator[Iterable[int]]:
        """Yield where a word leads to from each state."""
        for words in self.worded:
            if led := words.get(symbol):
                yield led
        if len(self.lone) < _MANY:
            yield from [targets for word, targets in self.lone if word == symbol]
            return
        if self.by_word is None:
            self.by_word = {}
            for word, targets in self.lone:
                self.by_word.setdefault(word, set()).update(targets)
        if symbol in self.by_word:
            yield self.by_word[symbol]


class Automaton:
    """Finds phrases in a sequence of words."""

    def __init__(self, phrases: Iterable[Node], gap_stops: Iterable[str]) -> None:
        """Compile; `Match.entry` counts the phrases from 0."""
        self._gap_stops = frozenset(gap_stops)
        self._states = [_State()]
        for entry, node in enumerate(phrases):
            end = self._new()
            self._states[end].accepts += (entry,)
            self._build(node, 0, end)
        self._close()
        self.alphabet = frozenset(word for state in self._states for word, _ in state.leads()) - {NUMBER}
        self._known: dict[tuple[int, ...], _Where] = {}
        self._first = self._starts()
        self._begun: dict[tuple[str, bool], _Where | None] = {}
        """What a first word leads to; as many as the alphabet has words at most."""

    def find(self, words: Sequence[str], numeric: Sequence[bool]) -> Iterator[Match]:
        """Yield the longest match of each entry at each word, by position."""
        symbols = [self._symbol(word, is_number) for word, is_number in zip(words, numeric, strict=True)]
        for first, begun in enumerate(symbols):
            where = self._start(begun, is_number=numeric[first])
            longest: dict[int, int] = {}
            last = first
            while where is not None:
                last += 1
                for entry in where.accepted:
                    longest[entry] = last
                if last == len(symbols):
                    break
                symbol = symbols[last]
                moves = where.moves
                where = moves[symbol] if symbol in moves else self._move(where, symbol, is_number=numeric[last])
            for entry, last in longest.items():
                yield Match(entry, first, last)

    def _symbol(self, word: str, is_number: bool) -> str:
        if word in self.alphabet:
            return word
        if is_number:
            return NUMBER
        return _OTHER_WORD if word[:1].isalnum() and word not in self._gap_stops else _STOP

    def _starts(self) -> dict[str, set[int]]:
        """Return word -> the states reached from the start by it."""
        starts: dict[str, set[int]] = {}
        for number in self._begins:
            for word, targets in self._states[number].leads():
                starts.setdefault(word, set()).update(targets)
        return starts

    def _start(self, symbol: str, *, is_number: bool) -> _Where | None:
        key = (symbol, is_number)
        if key not in self._begun:
            reached = self._first.get(symbol, set())
            if is_number:
                reached = reached | self._first.get(NUMBER, set())
            self._begun[key] = self._where(reached) if reached else None
        return self._begun[key]

    def _move(self, where: _Where, symbol: str, *, is_number: bool) -> _Where | None:
        """Work out where a word leads to that was not met here before."""
        crosses = symbol in (NUMBER, _OTHER_WORD) or (symbol[:1].isalnum() and symbol not in self._gap_stops)
        reached = set(where.gaps) if crosses else set()
        reached.update(*where.reached(symbol))
        if is_number:
            reached.update(*where.reached(NUMBER))
        where.moves[symbol] = moved = self._where(reached) if reached else None
        return moved

    def _where(self, reached: set[int]) -> _Where:
        key = tuple(sorted(reached))
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _CACHE_LIMIT:
                self._known = {}
            states = [self._states[number] for number in key]
            accepted = sorted({entry for state in states for entry in state.accepts})
            gaps = {target for state in states for target in state.gap}
            worded = tuple([state.words for state in states if state.words])
            lone = tuple([state.only for state in states if state.only])
            known = self._known[key] = _Where(worded, lone, tuple(gaps), tuple(accepted))
        return known

    def _close(self) -> None:
        """Let each step lead to all that is reached from its end without a word, so that finding need not look.

        What is only passed through is not needed afterwards; equal targets are kept once.
        """
        kept: dict[_Targets, _Targets] = {}
        closed = [kept.setdefault(targets, targets) for targets in map(self._closure, self._steps())]
        after = iter(closed)
        for state in self._states:
            if state.only is not None:
                state.only = (state.only[0], next(after))
            for word in state.words:
                state.words[word] = next(after)
            if state.gap:
                state.gap = next(after)
        self._begins = self._closure((0,))
        self._states = [_BARE if state.is_bare else state for state in self._states]
        for state in self._states:
            state.empty = ()

    def _steps(self) -> Iterator[_Targets]:
        """Yield where each step leads to, in the order of the states."""
        for state in self._states:
            if state.only is not None:
                yield state.only[1]
            yield from state.words.values()
            if state.gap:
                yield state.gap

    def _closure(self, numbers: _Targets) -> _Targets:
        if len(numbers) == 1 and not self._states[numbers[0]].empty:
            return numbers
        seen = set(numbers)
        todo = list(seen)
        while todo:
            for target in self._states[todo.pop()].empty:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return tuple(sorted(number for number in seen if not self._states[number].is_bare))

    def _new(self) -> int:
        self._states.append(_State())
        return len(self._states) - 1

    def _build(self, node: Node, start: int, end: int) -> None:
        """Connect two states by a phrase. There are no loops, so options may share both ends."""
        if isinstance(node, Sequential):
            for item in node.items[:-1]:
                step = self._new()
                self._build(item, start, step)
                start = step
            if node.items:
                self._build(node.items[-1], start, end)
            else:
                self._states[start].empty += (end,)
        elif isinstance(node, AnyOf):
            for option in node.options:
                self._build(option, start, end)
        elif isinstance(node, Gap):
            self._states[start].empty += (end,)
            for _ in range(node.most):
                step = self._new()
                self._states[start].gap += (step,)
                self._states[step].empty += (end,)
                start = step
        else:
            self._states[start].lead(node.text, end)
