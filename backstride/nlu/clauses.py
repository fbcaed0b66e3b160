"""Sentences and clauses of a message.

A clause is the stretch that one negation can reach; a sentence is the stretch in which a person
named at its start stays the subject. Which words end or begin a clause is data (context.yml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from backstride.nlu.normalise import Token

_SENTENCE_ENDS = frozenset(".!?;\n")
_DASHES = frozenset("-\u2013\u2014:()[]\u2026")
_OPENERS = frozenset({",", "and"})
_ASKS_OF = frozenset({"do", "does", "did", "any", "have", "has", "anybody", "anyone"})
_NEEDS_MARK = frozenset({"is", "are", "do", "does", "will", "would"})
_NO_MARK = frozenset({"can", "could", "should", "what", "how", "does", "would"})
_ABOUT_OTHERS = frozenset({"can", "could", "would", "does", "do", "will"})
_ANYBODY, _HELP_REACH = frozenset({"you", "anyone", "someone", "anybody", "somebody", "i"}), 5
_GIVES = frozenset({"give", "make", "leave", "giving", "cause", "get"})
_IT_IS, _NOT_REACH, _MUCH_AS = ("it", "is"), 5, ("much", "as")
_DOES, _IS, _CLEFT = frozenset({"does", "do", "did", "came"}), frozenset({"is", "are", "was", "looked"}), 3
Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [first:last]; `asks` if it is a question about nobody in particular."""

    first: int
    last: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Message:
    """The tokens of a message with their grouping; `clause_of` and `sentence_of` are indexed by token.

    Attributes:
        words: The cue words of content/lexicon by group (context.yml, act_words.yml, answer_words.yml).
    """

    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    sentence_of: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    words: Words

    def clause(self, at: int) -> Clause:
        """Return the clause of a token."""
        return self.clauses[self.clause_of[at]]

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the token range of the sentence of a token."""
        return self.sentences[self.sentence_of[at]]

    def opening(self, at: int) -> int:
        """Return the first word of the sentence of a token, behind the sign that ended the one before."""
        first, last = self.sentence(at)
        return next((i for i in range(first, last) if self.texts[i] not in _SENTENCE_ENDS), first)


@cache
def union(*groups: frozenset[str]) -> frozenset[str]:
    """Return all words of some groups; made once, for a message asks for the same ones at every mention."""
    return frozenset().union(*groups)


def group(tokens: tuple[Token, ...], words: Words) -> Message:
    """Split tokens into sentences and clauses."""
    texts = tuple(token.text for token in tokens)
    sentences: list[tuple[int, int]] = []
    clauses: list[Clause] = []
    sentence_of: list[int] = []
    clause_of: list[int] = []
    start = clause_start = 0
    for at in range(len(texts) + 1):
        ends = at == len(texts) or texts[at] in _SENTENCE_ENDS
        if (ends or _begins_clause(texts, at, words)) and at > clause_start:
            mark = ends and at < len(texts) and texts[at] == "?"
            clauses.append(Clause(clause_start, at, _asks(texts[clause_start:at], mark=mark, words=words)))
            clause_start = at
        if ends and at > start:
            sentences.append((start, at))
            start = clause_start = at
    for index, clause in enumerate(clauses):
        clause_of += [index] * (clause.last - clause.first)
    for index, (first, last) in enumerate(sentences):
        sentence_of += [index] * (last - first)
    return Message(tokens, texts, tuple(clauses), tuple(clause_of), tuple(sentence_of), tuple(sentences), words)


def _begins_clause(texts: Sequence[str], at: int, words: Words) -> bool:
    word = texts[at] if at < len(texts) else ""
    if word in words["breaks"] or word in _DASHES:
        if tuple(texts[at + 1 : at + 3]) == _MUCH_AS:
            return False  # `never had so much as a twinge`
        if word == "just" and tuple(texts[at + 1 : at + 2]) == ("been",):
            return False  # `one of my patients had just been`
        return word != "other" or texts[at - 1] not in _ASKS_OF  # `do other people get`
    if tuple(texts[at : at + 2]) == _IT_IS and at + 2 < len(texts):
        return texts[at + 2] in words["restarts"] or _is_instead(texts, at, words["leads_to_it"])
    is_done = word == "," and texts[at - 1] in words["polite_ends"]
    return is_done or (word in _OPENERS and at + 1 < len(texts) and texts[at + 1] in words["starters"])


def _is_instead(texts: Sequence[str], at: int, leads: frozenset[str]) -> bool:
    """Tell whether it is told next what it is, after what it is not (`the pain is not sharp it is a burning`)."""
    near = range(max(1, at - _NOT_REACH), at - 1)
    is_not = any(texts[i] == "not" and texts[i - 1] in _IS for i in near)
    return is_not and texts[at - 1] not in leads and texts[at - 1][0].isalnum()


def _asks(texts: Sequence[str], *, mark: bool, words: Words) -> bool:
    """Tell whether a clause asks about people in general (`can back pain make you ...`)."""
    bare = [text for text in texts if text[:1].isalnum()]
    if not bare or words["third_person"] & set(bare):
        return False
    given = any(before in _GIVES and at == "me" for before, at in pairwise(bare)) and "you" not in bare
    mine = words["first_person"] - ({"me"} if (mark or given) and bare[0] in _ABOUT_OTHERS else set())
    if mine & set(bare):  # `could an infection give me a fever?` is about anybody
        return False
    second = bare[1] if len(bare) > 1 else ""
    if bare[0] == "when":
        return second in {"should", "do", "does", "to", "is", "would"} and mark
    is_cleft = bare[0] == "what" and not mark and second in _DOES | {"is"} and _IS & set(bare[_CLEFT:])
    is_told = not mark and bare[0] == "can" and second in words["can_do"]
    if second in words["states_not_asks"] or is_cleft or is_told:
        return False  # `what does bring it on is standing`
    if second in _ANYBODY and words["asks_for_help"] & set(bare[2:_HELP_REACH]):
        return bool(words["people_in_general"] & set(bare))
    of_anybody = bare[0] == "why" and bool(words["people_in_general"] & set(bare))
    return of_anybody or bare[0] in _NO_MARK or (bare[0] in _NEEDS_MARK and mark)
