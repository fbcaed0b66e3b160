"""Findings that no single phrase says: two or three concepts close together (`numb` and `between my legs`).

A phrase of the lexicon knows one wording; a relation knows the parts and lets people put them together as
they like. Concepts and relations are data (content/lexicon/relations.yml). Whether what was put together
is present, denied or past is judged afterwards like any phrase (`context.py`).
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, product

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Relation

_LONGEST_CONCEPT = 8
_TRIED, _FAILED, _DENIED, _TURNED = 4, 4, 2, 5


class RelationIndex:
    """The relations of a lexicon by the concepts that they need: of hundreds a sentence has the parts of few."""

    def __init__(self, relations: Sequence[Relation]) -> None:
        """Take the relations in the order in which they are tried."""
        self._relations = tuple(relations)
        self._places: dict[tuple[bool, str], list[int]] = {}
        for at, relation in enumerate(self._relations):
            for name in min(relation.groups, key=len):
                self._places.setdefault((relation.far, name), []).append(at)

    def possible(self, names: Set[str], *, far: bool) -> list[Relation]:
        """Return the relations, near or far ones, that have a concept of each group among the names, in order."""
        places = {at for name in names for at in self._places.get((far, name), ())}
        likely = [self._relations[at] for at in sorted(places)]
        return [relation for relation in likely if not any(map(names.isdisjoint, relation.groups))]

    def looked_at(self, names: Set[str]) -> Set[str]:
        """Return the concepts that any relation may look at where these are said: of forty in a message mostly none."""
        possible = [*self.possible(names, far=False), *self.possible(names, far=True)]
        return frozenset[str]().union(*(part for r in possible for part in (*r.groups, r.between, r.unless)))


def find_relations(message: Message, found: Sequence[Found], relations: RelationIndex) -> Iterator[Found]:
    """Yield the findings that concepts say together; a relation stays in its sentence unless it is `far`.

    Args:
        message: The words; those of `relation_stops` may not stand between two concepts.
        found: All phrases of the message; those with the role `concept` are related.
        relations: What to look for; one that is in doubt adds nothing where a phrase or an earlier one speaks.
    """
    by_sentence: dict[int, dict[str, list[Found]]] = {}
    for concept in found:
        if concept.role == "concept":
            here = by_sentence.setdefault(message.sentence_of[concept.first], {})
            here.setdefault(concept.name, []).append(concept)
    sites = [f for f in found if f.role == "site"]
    said = [f for f in found if f.role == "finding"]
    everything: dict[str, list[Found]] = {}
    for concepts in by_sentence.values():
        for name, parts in concepts.items():
            everything.setdefault(name, []).extend(parts)
    scopes = [(concepts, False) for concepts in by_sentence.values()]
    for concepts, far in [*scopes, (everything, True)]:
        sentence = _Sentence(message, concepts, sites)
        for relation in relations.possible(concepts.keys(), far=far):
            for span in sentence.spans(relation):
                finding = Found("finding", relation.finding, relation.value, relation.status, *span)
                if finding.status is Status.PRESENT or not any(_same(finding, other) for other in said):
                    said.append(finding)
                    yield finding


def _same(finding: Found, other: Found) -> bool:
    """Tell whether a doubt adds nothing to a found one: it is none that holds it (`leak when i sneeze | for years`)."""
    is_finer = other.status is finding.status and other.value != finding.value and finding.holds(other)
    return other.name == finding.name and other.overlaps(finding) and not is_finer


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The concepts of one sentence by id, and the places of the message."""

    message: Message
    concepts: Mapping[str, list[Found]]
    sites: Sequence[Found]

    def spans(self, relation: Relation) -> list[tuple[int, int]]:
        """Return the stretches of tokens that hold one concept of each group: the shortest, then those apart."""
        if any(self._is_said(one) for name in relation.unless for one in self.concepts.get(name, ())):
            return []
        groups = [[c for name in sorted(group) for c in self.concepts.get(name, ())] for group in relation.groups]
        spans = {
            (min(p.first for p in parts), max(p.last for p in parts))
            for first in groups[0]
            for parts in product([first], *(_near(first, group, relation) for group in groups[1:]))
            if self._together(parts, relation)
        }
        taken: set[int] = set()
        apart = []
        for span in sorted(spans, key=lambda span: (span[1] - span[0], span[0])):
            if taken.isdisjoint(range(*span)):
                taken.update(range(*span))
                apart.append(span)
        return apart

    def _is_said(self, exception: Found) -> bool:
        """Tell whether an exception holds, and is not denied itself (`clothes hang off me, not dieting`)."""
        before = self.message.texts[max(0, exception.first - _DENIED) : exception.first]
        return self.message.words["not_words"].isdisjoint(before)

    def _together(self, parts: Sequence[Found], relation: Relation) -> bool:
        placed = parts if relation.ordered else sorted(parts, key=lambda p: (p.first, p.last))
        return all(self._joined(low, high, relation) for low, high in pairwise(placed))

    def _joined(self, low: Found, high: Found, relation: Relation) -> bool:
        """Tell whether one concept follows the other closely, with nothing in between that parts them."""
        if low.overlaps(high):
            return low.name != high.name and not relation.ordered
        between = self.message.texts[low.last : high.first]
        if high.first < low.last or len(between) > relation.within or self._is_stopped(low, high, relation):
            return False
        parting = [c for name in relation.between for c in self.concepts.get(name, ())]
        if "site" in relation.between:
            parting += [s for s in self.sites if not (s.overlaps(low) or s.overlaps(high))]
        return not any((low.last <= p.first and p.last <= high.first) or p.holds(low) or p.holds(high) for p in parting)

    def _is_stopped(self, low: Found, high: Found, relation: Relation) -> bool:
        """Tell whether a word stands between two concepts that no relation crosses.

        `so` is none before an adverb or `that`, nor is the `not` of `or not`, nor `but` where a story goes on
        (`but now`, `it does not hurt but it gives way`) or an attempt fails.
        """
        texts, words = self.message.texts, self.message.words
        return any(
            texts[i] in words["relation_stops"]
            and not (texts[i] == "," and relation.commas)
            and not (texts[i] == "so" and texts[i + 1] not in words["starters"])
            and not (texts[i] == "not" and (texts[i - 1] == "or" or self._is_turned(i + 1, high.first)))
            and not (texts[i] == "but" and (self._goes_on(i + 1) or self._fails(low.first, i)))
            for i in range(low.last, high.first)
        )

    def _is_turned(self, first: int, last: int) -> bool:
        """Tell whether what is denied is followed by what is so (`my leg does not hurt but it gives way`)."""
        near = range(first, min(first + _TURNED, last))
        return any(self.message.texts[i] == "but" and self._goes_on(i + 1) for i in near)

    def _goes_on(self, at: int) -> bool:
        """Tell whether what stands after a `but` goes on with the story (`but now`, `but it`, `but the other leg`)."""
        texts, words = self.message.texts, self.message.words
        return texts[at] in words["goes_on"] or bool(words["other_side"] & set(texts[at + 1 : at + 2]))

    def _fails(self, first: int, at: int) -> bool:
        """Tell whether a `but` leads from an attempt to what came of it (`i try to pee but nothing comes`)."""
        texts, words = self.message.texts, self.message.words
        tried = texts[max(self.message.sentence(at)[0], first - _TRIED) : at]
        return bool(words["attempts"] & set(tried) and words["failures"] & set(texts[at + 1 : at + _FAILED]))


def _near(first: Found, group: Sequence[Found], relation: Relation) -> list[Found]:
    """Return the concepts that can be within reach of the first; keeps a message of repetitions cheap."""
    reach = relation.within * len(relation.groups) + _LONGEST_CONCEPT
    return [c for c in group if -reach <= c.first - first.first <= reach]
