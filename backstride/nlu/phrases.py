"""One automaton that finds all phrases of the lexicon in one pass over the words.

It is non-deterministic as built and made deterministic as it meets text, so that a message costs a
few dictionary look-ups a word however many phrases there are. A gap never crosses punctuation or
one of the `gap_stops`. The phrase language is in `grammar.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
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


_States = tuple[int, ...]
_Steps = dict[int, _States]
"""From a state to others."""
_NO_STEPS: _Steps = {}


@dataclass(slots=True, eq=False)
class _Where:
    """All states the automaton may be in at once, with the moves met so far.

    Attributes:
        states: Their numbers.
        gaps: Where any word leads to.
        accepted: Phrases that end here.
    """

    states: _States
    gaps: frozenset[int]
    accepted: tuple[int, ...]
    moves: "dict[str, _Where | None]" = field(default_factory=dict)


class Automaton:
    """Finds phrases in a sequence of words."""

    def __init__(self, phrases: Iterable[Node], gap_stops: Iterable[str], fillers: Iterable[str] = ()) -> None:
        """Compile; `Match.entry` counts the phrases from 0, and `fillers` may stand between any two of their words."""
        self._gap_stops, self._fillers = frozenset(gap_stops), frozenset(fillers)
        self._leads: dict[str, _Steps] = {}
        self._gaps: _Steps = {}
        self._empty: _Steps = {}
        self._accepts: dict[int, tuple[int, ...]] = {}
        self._count = 1
        self._after: dict[tuple[int, Node], int] = {}
        for entry, node in enumerate(phrases):
            _lead(self._accepts, self._behind(node, 0), entry)
        self._close()
        self.alphabet = (self._leads.keys() - {NUMBER}) | self._fillers
        self._known: dict[tuple[_States, _States], _Where] = {}
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

    def _start(self, symbol: str, *, is_number: bool) -> _Where | None:
        key = (symbol, is_number)
        if key not in self._begun:
            led = self._led(self._begins, symbol, is_number=is_number)
            self._begun[key] = self._where(led) if led else None
        return self._begun[key]

    def _move(self, where: _Where, symbol: str, *, is_number: bool) -> _Where | None:
        """Work out where a word leads to that was not met here before; most only pass through the gaps."""
        crosses = symbol in (NUMBER, _OTHER_WORD) or (symbol[:1].isalnum() and symbol not in self._gap_stops)
        gaps = where.gaps if crosses else frozenset()
        led = self._led(where.states, symbol, is_number=is_number)
        moved: _Where | None = None
        if symbol in self._fillers:
            moved = self._where(led | gaps, where.states)
        elif led or symbol == _OTHER_WORD:
            moved = self._where(led | gaps) if led or gaps else None
        elif gaps and _OTHER_WORD in where.moves:
            moved = where.moves[_OTHER_WORD]
        elif gaps:
            moved = self._move(where, _OTHER_WORD, is_number=False)
        where.moves[symbol] = moved
        return moved

    def _led(self, states: Collection[int], symbol: str, *, is_number: bool) -> set[int]:
        """Return where a word leads to by itself."""
        led: set[int] = set()
        for said in (symbol, NUMBER) if is_number else (symbol,):
            leads = self._leads.get(said, _NO_STEPS)
            for state in leads.keys() & states:
                led.update(leads[state])
        return led

    def _where(self, reached: set[int], stayed: _States = ()) -> _Where:
        """Return where the automaton is in what a word led to, and where it stays: no phrase ends with a filler."""
        key = (tuple(sorted(reached)), stayed)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _CACHE_LIMIT:
                self._known = {}
            states = tuple(sorted(reached.union(stayed))) if stayed else key[0]
            accepted = tuple(sorted(entry for end in self._accepts.keys() & reached for entry in self._accepts[end]))
            gaps = frozenset().union(*[self._gaps[state] for state in self._gaps.keys() & states])
            known = self._known[key] = _Where(states, gaps, accepted)
        return known

    def _close(self) -> None:
        """Let each step lead to all that is reached from its end without a word, so that finding need not look.

        What is only passed through is left out; equal targets are kept once.
        """
        stations = set(self._accepts).union(self._gaps, *self._leads.values())
        kept: dict[_States, _States] = {}
        for steps in (self._gaps, *self._leads.values()):
            for state, targets in steps.items():
                closed = self._closure(targets, stations)
                steps[state] = kept.setdefault(closed, closed)
        self._begins = frozenset(self._closure((0,), stations))  # thousands: a set, to go through the fewer
        self._empty, self._after = {}, {}

    def _closure(self, states: _States, stations: set[int]) -> _States:
        seen = set(states)
        todo = list(seen)
        while todo:
            for target in self._empty.get(todo.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return tuple(sorted(seen & stations))

    def _behind(self, node: Node, start: int) -> int:
        """Return the state behind a phrase; what begins alike shares its states, which keeps them few."""
        if isinstance(node, Sequential):
            for item in node.items:
                start = self._behind(item, start)
            return start
        if isinstance(node, AnyOf) and len(node.options) == 1:
            return self._behind(node.options[0], start)
        end = self._after.get((start, node))
        if end is None:
            end = self._after[start, node] = self._count
            self._count += 1
            self._build(node, start, end)
        return end

    def _build(self, node: Node, start: int, end: int) -> None:
        """Connect two states by a phrase. There are no loops, so options may share both ends."""
        if isinstance(node, Sequential):
            if node.items:
                self._build(node.items[-1], self._behind(Sequential(node.items[:-1]), start), end)
            else:
                _lead(self._empty, start, end)
        elif isinstance(node, AnyOf):
            for option in node.options:
                self._build(option, start, end)
        elif isinstance(node, Gap):
            _lead(self._empty, start, end)
            for _ in range(node.most):
                step = self._count
                self._count += 1
                _lead(self._gaps, start, step)
                _lead(self._empty, step, end)
                start = step
        else:
            _lead(self._leads.setdefault(node.text, {}), start, end)


def _lead(steps: _Steps, state: int, target: int) -> None:
    steps[state] = (*steps.get(state, ()), target)
