"""Sentences and clauses of a message, and who a clause is about.

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
_STATEMENT = frozenset({"like", "love", "appreciate", "not", "barely", "hardly", "only", "be", "still", "feel"})
_GIVES = frozenset({"give", "make", "leave", "giving", "cause", "get"})
_IT_IS, _NOT_REACH = ("it", "is"), 5
_LEADS_TO_IT = frozenset(
    {"sure", "clear", "certain", "convinced", "obvious", "likely", "possible", "true", "because"}
) | (
    frozenset(
        {"that", "if", "when", "think", "as", "like", "know", "say", "and", "where", "whether", "what", "since", "how"}
    )
)
_DOES, _IS, _CLEFT = frozenset({"does", "do", "did"}), frozenset({"is", "are", "was"}), 3
_ARTICLES = frozenset(
    {
        "a",
        "the",
        "some",
        "another",
        "my",
        "our",
        "one",
        "several",
        "two",
        "three",
        "many",
        "few",
        "these",
        "those",
        "other",
        "this",
    }
)
_BEFORE_SUBJECT = frozenset({",", "so", "but", "because", "when", "that", "of", "only", "and", "if", "after", "while"})
_OBJECTS, _WHO, _MINE, _WHO_REACH = frozenset({"me", "us"}), frozenset({"who", "that"}), frozenset({"mine"}), 4
_PLACING = frozenset({"in", "at", "on", "from", "down", "near"})
_SOMEBODY = frozenset({"someone", "somebody"})
_CHILD, _TO_COME = frozenset({"child", "kid"}), frozenset({"first", "second", "third", "fourth", "fifth", "expecting"})
_PARENT_OF = (("of", "a"), ("of", "an"), ("to", "a"), ("to", "an"))
_BORN, _BEARING, _BEARING_REACH = (
    frozenset({"baby", "babies", "twins"}),
    frozenset({"had", "having", "delivered", "birthed"}),
    3,
)
_OWNERS, _HANDLED = frozenset({"my", "our", "his", "her"}), frozenset({"him", "her", "them"})
Words = Mapping[str, frozenset[str]]
_NEARBY = 120
_SELF_REACH, _A, _OWNS = 6, frozenset({"a", "an", "the"}), frozenset({"my", "our", "his", "her", "the", "your"})
_A_YEAR = _A | {"year", "years", "yr"}


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
        words: The cue words of content/lexicon/context.yml and act_words.yml by group.
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
        return word != "other" or at == 0 or texts[at - 1] not in _ASKS_OF  # `do other people get`
    if tuple(texts[at : at + 2]) == _IT_IS and at + 2 < len(texts):
        return texts[at + 2] in words["restarts"] or _is_instead(texts, at)
    is_done = word == "," and at > 0 and texts[at - 1] in words["polite_ends"]
    return is_done or (word in _OPENERS and at + 1 < len(texts) and texts[at + 1] in words["starters"])


def _is_instead(texts: Sequence[str], at: int) -> bool:
    """Tell whether it is told next what it is, after what it is not (`the pain is not sharp it is a burning`)."""
    near = range(max(1, at - _NOT_REACH), at - 1)
    is_not = any(texts[i] == "not" and texts[i - 1] in _IS for i in near)
    return is_not and texts[at - 1] not in _LEADS_TO_IT and texts[at - 1][0].isalnum()


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
    is_cleft = bare[0] == "what" and not mark and second in _DOES and _IS & set(bare[_CLEFT:])
    is_told = not mark and (bare[:3] == ["what", "is", "it"] or (bare[0] == "can" and second in words["can_do"]))
    if second in _STATEMENT or is_cleft or is_told:  # `what does bring it on is standing`, `the, what is it, warfarin`
        return False
    if second in _ANYBODY and words["asks_for_help"] & set(bare[2:_HELP_REACH]):
        return bool(words["people_in_general"] & set(bare))
    of_anybody = bare[0] == "why" and bool(words["people_in_general"] & set(bare))
    return of_anybody or bare[0] in _NO_MARK or (bare[0] in _NEEDS_MARK and mark)


def speaker_of(message: Message, at: int, words: Words) -> str:
    """Return who the token is about: "me", the word for a relative or friend, or "" if nobody is named nearby."""
    first = max(message.sentence(at)[0], at - _NEARBY)
    kin = union(words["kin_adult"], words["kin_child"])
    telling = union(
        kin, words["kin_if_owned"], words["third_person"], words["strangers"], words["first_person"], _OBJECTS, _MINE
    )
    for index in range(at - 1, first - 1, -1):
        word = message.texts[index]
        is_pair = word in words["pair_ends"] and _is_pair(message.texts, max(first, index - 3), index, words)
        if not (is_pair or word in telling):
            continue
        after = message.texts[index + 1] if index + 1 < len(message.texts) else ""
        is_writer = word in kin and (is_counted_kin(message, index) or _is_the_writer(message.texts, index))
        if is_writer or _is_to_come(message.texts, index) or _is_handled(message.texts, first, index, words):
            continue
        if (word in kin or is_pair) or (
            word in words["kin_if_owned"] and _OWNERS & set(message.texts[max(first, index - 2) : index])
        ):
            if after not in words["reporting"]:
                return "me" if _is_with_me(message.texts, index) else word
        elif word in words["third_person"]:
            named = _named_before(message, index, kin)
            if named or after not in words["reporting"]:
                return named or word  # `she thinks it is a disc` names who said it
        elif word in words["strangers"] and _is_stranger(message, index, at):
            return word
        elif word in _OBJECTS and _WHO & set(message.texts[max(first, index - _WHO_REACH) : index]):
            continue  # `the woman who trained me broke her hip`
        elif word in _MINE and message.texts[index - 1 : index] == ("of",):
            continue  # `a mate of mine`
        elif word in words["first_person"] and not _owns_kin(message.texts, index, kin):
            if message.texts[index - 1] in _PLACING and after in words["my_things"]:
                continue  # `somebody in my office`
            return "me"
    return ""


def _is_pair(texts: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Tell whether two words are somebody of the writer's (`my little one`, `our eldest boy`)."""
    return f"{texts[at - 1]} {texts[at]}" in words["kin_pairs"] and bool(_OWNERS & set(texts[first:at]))


def is_counted_kin(message: Message, at: int) -> bool:
    """Tell whether children are only counted (`3 kids, back pain since july`), and nothing is told of them."""
    after = message.texts[at + 1] if at + 1 < len(message.texts) else ""
    is_told = after[:1].isalnum() and after not in ("and", "so", "but", "at")
    return at > 0 and message.tokens[at - 1].number is not None and not is_told


def _is_handled(texts: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Tell whether somebody is only lifted or carried (`carrying my son hurts`, `picking him up`)."""
    if texts[at] in _HANDLED:
        return bool(words["handling"] & set(texts[max(first, at - 1) : at]))
    if texts[max(first, at - 2) : at - 1] == ("with",) and words["alongside"] & set(texts[max(first, at - 3) : at - 2]):
        return True  # `in bed with my husband it feels numb`
    is_kin = texts[at] in words["kin_adult"] | words["kin_child"] | words["kin_if_owned"]
    is_told_of = bool(_WHO & set(texts[at + 1 : at + 2]))
    return is_kin and not is_told_of and bool(words["handling"] & set(texts[max(first, at - 2) : at]))


def _is_stranger(message: Message, index: int, at: int) -> bool:
    """Tell whether somebody is the subject (`the dog was sick`), not an object (`i fed the dog and`) or who found it.

    `Someone` is one only with a place or a verb (`someone at work has it`), and a baby where something is said of it.
    """
    texts, words = message.texts, message.words
    first, _ = message.sentence(index)
    before, after = texts[max(first, index - 2) : index], texts[index + 1 : index + 2]
    told = union(words["reporting"], words["examining"], words["lady_things"])
    if message.clause_of[index] != message.clause_of[at] or not told.isdisjoint(after):
        return False
    if texts[index] in _SOMEBODY:
        return bool(set(after) & words["somebody_is"])
    if texts[index] in words["babies"]:
        said = texts[index + 1 : index + 3]
        return (
            before[-1:] == ("the",) and bool(set(said[:1]) & words["baby_is"]) and not set(said) & words["baby_comes"]
        )
    return bool(_ARTICLES & set(before[-1:])) and set(before[:-1]) <= _BEFORE_SUBJECT


def _is_with_me(texts: Sequence[str], at: int) -> bool:
    """Tell whether the writer shares it with a relative (`me and my sister both have`, `my sister and i`)."""
    is_joined = texts[at + 1 : at + 2] == ("and",) and texts[at + 2 : at + 3] in (("i",), ("me",), ("myself",))
    return is_joined or texts[max(0, at - 3) : at] in (("me", "and", "my"), ("i", "and", "my"))


def _owns_kin(texts: Sequence[str], at: int, kin: frozenset[str]) -> bool:
    """Tell whether `my` or `our` belongs to a relative who is named right after it."""
    return texts[at] in {"my", "our"} and any(text in kin for text in texts[at + 1 : at + 4])


def _named_before(message: Message, at: int, kin: frozenset[str]) -> str:
    texts = message.texts
    return next(
        (
            texts[i]
            for i in range(at - 1, -1, -1)
            if texts[i] in kin and not (_is_to_come(texts, i) or _is_the_writer(texts, i))
        ),
        "",
    )


def _is_the_writer(texts: Sequence[str], at: int) -> bool:
    """Tell whether a word for a relative is what the writer is (`i am a mother of two`)."""
    before = texts[max(0, at - _SELF_REACH) : at]
    if texts[at + 1 : at + 3] in _PARENT_OF and not _OWNS & set(before[-1:]):
        return True  # `hi, mum of a 14 year old who runs`
    if any(before[i : i + 2] == ("i", "am") and {before[i + 2], before[-1]} & _A_YEAR for i in range(len(before) - 2)):
        return True  # `i am a miner's wife`, `i am 20 year boy`
    if before[-2:-1] == ("as",) and before[-1] in _A:
        return True
    return at < _SELF_REACH and before[-1:] == ("'s",) and texts[at + 1 : at + 2] == (",",) and not _OWNS & set(before)


def _is_to_come(texts: Sequence[str], at: int) -> bool:
    """Tell whether a child is not born yet and so nobody who is told of (`my wife is expecting her first child`)."""
    if texts[at] in _BORN and _BEARING & set(texts[max(0, at - _BEARING_REACH) : at]):
        return True  # `had my second baby five weeks ago`
    return texts[at] in _CHILD and bool(_TO_COME & set(texts[max(0, at - 1) : at]))
