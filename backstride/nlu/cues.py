"""The words that say how a mention is meant (no, maybe, in 2019), and which mentions each reaches.

medspaCy's ConText finds them and their scope, with our clauses as its sentences. They are data
(content/lexicon/context.yml); what is made of them is in `context.py`. `backstride.engine.shim` must be installed
by the caller.
"""

import sys
from collections.abc import Mapping, Sequence

import spacy
from medspacy.context import ConText, ConTextRule
from spacy.tokens import Doc

from backstride.nlu.boundaries import HISTORICAL, Cue, is_inside, stretches
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

NEGATED, UNCERTAIN, HYPOTHETICAL = "NEGATED", "UNCERTAIN", "HYPOTHETICAL"
_GROUP = "mentions"
_RULES = {
    "negated_forward": (NEGATED, "FORWARD"),
    "negated_both": (NEGATED, "BIDIRECTIONAL"),
    "negated_backward": (NEGATED, "BACKWARD"),
    "uncertain_forward": (UNCERTAIN, "FORWARD"),
    "historical_forward": (HISTORICAL, "FORWARD"),
    "historical_backward": (HISTORICAL, "BIDIRECTIONAL"),
    "hypothetical_forward": (HYPOTHETICAL, "FORWARD"),
    "hypothetical_pseudo": (HYPOTHETICAL, "PSEUDO"),
    "pseudo": (NEGATED, "PSEUDO"),
}
_SILENT = ("TERMINATE", "PSEUDO")
"""Directions of what only limits other cues."""
_YEAR = [{"LOWER": {"IN": ["in", "since", "from"]}, "OP": "?"}, {"TEXT": {"REGEX": r"^(19|20)\d\d$"}}]
_SHORT_YEARS = (
    [{"LOWER": {"IN": ["in", "since", "from"]}}, {"TEXT": {"REGEX": r"^0\d$"}}],
    [{"LOWER": {"IN": ["in", "since", "from"]}, "OP": "?"}, {"TEXT": "'"}, {"TEXT": {"REGEX": r"^\d\d$"}}],
)


_SHARED = frozenset({"had", "have", "having", "from", "after"})
_BEGUN = 3
"""Words of a cue that tell whether it is worth while to look for all of it."""


class Cues:
    """Finds the cues of mentions."""

    def __init__(self, cues: Mapping[str, Sequence[str]]) -> None:
        """Build ConText from the cues of a lexicon, by group."""
        self._vocab = spacy.blank("en").vocab
        self._context = ConText(
            spacy.blank("en"),
            rules=None,
            input_span_type="group",
            span_group_name=_GROUP,
            prune_on_target_overlap=False,
        )
        rules = [
            ConTextRule(said, category, direction=direction)
            for group, (category, direction) in _RULES.items()
            for said in cues[group]
        ]
        rules += [
            ConTextRule("year", HISTORICAL, direction="BIDIRECTIONAL", pattern=pattern)
            for pattern in (_YEAR, *_SHORT_YEARS)
        ]
        self._context.add(rules)
        spoken = [said for group, (_, direction) in _RULES.items() if direction not in _SILENT for said in cues[group]]
        tokenise = self._context.nlp.tokenizer
        self._begun = frozenset(tuple(sys.intern(word.lower_) for word in tokenise(cue)[:_BEGUN]) for cue in spoken)

    def of(self, message: Message, found: Sequence[Found]) -> list[list[Cue]]:
        """Return the cues of each mention, in order."""
        cues: dict[int, list[Cue]] = {}
        for first, last in stretches(message):
            inside = [i for i, mention in enumerate(found) if first <= mention.first < last]
            if not inside:
                continue
            if not self._may_say(message.texts[first : max(last, *(found[i].last for i in inside))]):
                cues |= {i: [] for i in inside}
            else:
                here = [found[i].moved(-first) for i in inside]
                cues |= zip(inside, self._of_stretch(message, here, first, last), strict=True)
        return [cues[i] for i in range(len(found))]

    def _may_say(self, words: Sequence[str]) -> bool:
        """Tell whether a cue may stand there, by how cues begin: in two stretches of three none does."""
        begun = (words[at : at + size] for at in range(len(words)) for size in range(1, _BEGUN + 1))
        return any(said in self._begun for said in begun) or any(map(_is_year, words, ("", *words)))

    def _of_stretch(self, message: Message, found: Sequence[Found], first: int, last: int) -> list[list[Cue]]:
        """Return the cues of mentions in tokens [first:last]; mentions are counted from `first`, cues are not.

        ConText finds the cues and how far each reaches. Which mention lies there is asked here: medspacy 1.3.1,
        context/context_modifier.py, `modifies` says the same at thirty times the cost, for every pair of the two.
        """
        end = max(last, first + max(mention.last for mention in found))
        starts: list[bool | int | None] = [False] * (end - first)
        for clause in message.clauses[message.clause_of[first] : message.clause_of[end - 1] + 1]:
            if clause.first >= first:
                starts[clause.first - first] = True
        doc = Doc(self._vocab, words=list(message.texts[first:end]), sent_starts=starts)
        doc.spans[_GROUP] = []
        self._context(doc)
        reaching = [
            (m.scope_span, m.modifier_span, Cue(m.category, m.modifier_span[0] + first, m.modifier_span[1] + first))
            for m in doc._.context_graph.modifiers
            if m.direction not in _SILENT
        ]
        return [
            [
                cue
                for scope, span, cue in reaching
                if (
                    (_meets(scope, mention) and not _meets(span, mention))
                    or (cue.category == NEGATED and _shares_a_word(doc, span, mention))
                )
                and not is_inside(span, mention, cue.category)
            ]
            for mention in found
        ]


def _meets(span: tuple[int, int], mention: Found) -> bool:
    """Tell whether a mention begins or ends in a span, as medspacy understands it."""
    return span[0] <= mention.first < span[1] or span[0] < mention.last <= span[1]


def _shares_a_word(doc: Doc, span: tuple[int, int], mention: Found) -> bool:
    """Tell whether a cue ends with the word that the mention begins with (`I have not had a fall`)."""
    is_before = span[0] < mention.first and span[1] == mention.first + 1
    return is_before and doc[mention.first].lower_ in _SHARED


def _is_year(word: str, before: str) -> bool:
    """Tell whether a word may be one that `_YEAR` or `_SHORT_YEARS` finds."""
    return word.isdigit() and (word[:2] in ("19", "20") or word[0] == "0" or before == "'")
