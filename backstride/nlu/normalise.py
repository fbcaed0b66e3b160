"""From what people type to tokens that the lexicon can be compared with.

Knows spelling: case, quotes, contractions, short forms, number words, typos. Never changes what
a token points at: `start` and `end` are offsets into the text as it was received.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from backstride.nlu.letters import in_small_letters
from backstride.nlu.pauses import without_pauses

_TOKEN = re.compile(
    r"w/o?(?![^\W\d_])|b/c|[lt]\d{1,2}(?=[lst]\d\b)|\b(?:b4|in2|on2|gr8|2day(?!\s+ago)|2nite|2night|2moro|2morrow)\b|[clst]\d{1,2}\b|"
    r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:st|nd|rd|th)\b|\d+(?:[.,]\d+)*|\n+|[^\s]",
)
_CONSONANT = re.compile(r"(?:[bcdgjkpqtvwz][a-z]|[flmnrs][aeiouy])(?!\W)")
_CONTRACTIONS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_IS_WORDS = (
    frozenset({"it", "that", "there", "he", "she", "what", "who", "where", "here", "how", "when", "this", "nothing"})
    | {"everything", "something", "bladder", "waterworks", "bowel", "foot", "leg", "toe", "calf", "thigh", "knee"}
    | {"ankle", "groin", "bum", "willy", "numbness", "feeling", "sensation", "weakness", "strength", "balance"}
    | {"peeing", "weeing", "sex", "stream", "flow"}
)
"""After these `'s` is `is`: nothing belongs to a part of the body (`my bladder's fine`, `the foot's gone numb`)."""
_IN, _SHORT_YEAR = frozenset({"in", "since"}), re.compile(r"[5-9]\d")
_FEWER = frozenset({"1", "2", "3", "one", "two", "three"})
_LENGTHS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours"})
_AFTER_HAD = frozenset({"a", "an", "the", "no", "my", "some", "two", "been", "had", "this", "these"})
_AFTER_YEAR = frozenset({"and", "when", "after", "but", "with", "i", "it", "then", "never", "because", "from", "which"})
_SHORTEST_PART = 3
_SOUND_LENGTH, _TYPO_LENGTH, _TWO_PARTS_LENGTH, _TWO_TYPOS_LENGTH = 4, 5, 6, 8
_DOUBLED = re.compile(r"([^aeiou])\1+")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^(?:sc|ps|c)(?=[eiy])", "s"),
        (r"ph", "f"),
        (r"gh(?=t)|(?<=i)gh", ""),
        (r"wh", "w"),
        (r"mb(?=n|$)", "m"),
        (r"(?:ti|si|ci|sh)[ou]n", "Xn"),
        (r"tch", "ch"),
        (r"sch", "sk"),
        (r"(?<=[^aeiou]a)ch(?=s?$)", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c(?!h)|qu?", "k"),
        (r"x", "ks"),
        (r"(?<=[^aeiouy])(l|r)e(?=s?$)", r"e\1"),
        (r"e(?=[sd]?$)", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<!^)[aeiouy]+", "-"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; `text` is its normal form, `number` its value if it has one."""

    text: str
    start: int
    end: int
    number: float | None = None


@dataclass(frozen=True, eq=False)
class Spelling:
    """How words are spelled, from content/lexicon/words.yml.

    Attributes:
        short_forms: What people type -> the words it stands for, in lower case.
        numbers: Number word -> value.
        known: Words that are never a typo.
        targets: Words that a typo may be corrected to, all in `known`.
        heads: Small words that are run together with what follows (`myback`).
        left_open: Words that end no thought, so dots behind them are a pause (`i cant... feel it`).
        carried_on: Words that begin no thought, so dots before them are a pause (`numb... down there`).
    """

    short_forms: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]
    known: frozenset[str]
    targets: tuple[str, ...]
    heads: frozenset[str] = frozenset()
    left_open: frozenset[str] = frozenset()
    carried_on: frozenset[str] = frozenset()
    correct: Callable[[str], str] = field(init=False, repr=False)
    _singles: Mapping[str, str] = field(init=False, repr=False)
    _first: Mapping[str, Sequence[str]] = field(init=False, repr=False)
    _sounds: Mapping[str, Sequence[str]] = field(init=False, repr=False)
    _parts: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the words by what they are looked up with; of words that differ by a double letter a target is meant."""
        singles: dict[str, str] = {}
        for word in sorted(self.known, key=lambda word: (len(word), word)):
            if len(word) >= _SOUND_LENGTH - 1 and word.isalpha():
                singles[_single(word)] = word
        singles |= {_single(target): target for target in self.targets}
        first: dict[str, list[str]] = {}
        sounds: dict[str, list[str]] = {}
        for target in self.targets:
            first.setdefault(target[0], []).append(target)
            sounds.setdefault(_sound(target), []).append(target)
        object.__setattr__(self, "_singles", singles)
        object.__setattr__(self, "_first", first)
        object.__setattr__(self, "_sounds", sounds)
        object.__setattr__(self, "_parts", frozenset(self.targets))
        object.__setattr__(self, "correct", lru_cache(maxsize=4096)(self._correct))

    def parts(self, word: str) -> tuple[str, ...]:
        """Return what an unknown word was run together from: two targets, or one or two after a small word."""
        if len(word) < _TWO_PARTS_LENGTH or word in self.known or not word.isalpha():
            return (word,)
        if two := self._two(word):
            return two
        for size in range(2, 5):
            rest = word[size:]
            if word[:size] in self.heads and len(rest) > _SHORTEST_PART:
                if rest in self._parts:
                    return word[:size], rest
                if two := self._two(rest):
                    return (word[:size], *two)
        return (word,)

    def _two(self, word: str) -> tuple[str, ...]:
        cuts = range(_SHORTEST_PART, len(word) - 2)
        return next(((word[:c], word[c:]) for c in cuts if word[:c] in self._parts and word[c:] in self._parts), ())

    def _correct(self, word: str) -> str:
        """Return the word meant by one that is none: a letter doubled or not, `-in`, a slip, the same sound."""
        if len(word) < _SOUND_LENGTH or word in self.known or not word.isalpha():
            return word
        ing = f"{word}g" if word.endswith("in") else word
        for said in (word, ing):
            if said in self.known or (said := self._singles.get(_single(said), "")):
                return said
        near = self._near(word)
        return near if near != word or ing == word or self._near(ing) == ing else self._near(ing)

    def _near(self, word: str) -> str:
        """Return the nearest target: one slip from 5 letters on, two from 8, one more for the same sound."""
        best, best_distance = word, 9
        if len(word) >= _TYPO_LENGTH:
            for target in self._first.get(word[0], ()):
                is_long = min(len(word), len(target)) >= _TWO_TYPOS_LENGTH and target[:2] == word[:2]
                allowed = 2 if is_long else 1
                if abs(len(target) - len(word)) > allowed:
                    continue
                distance = OSA.distance(word, target, score_cutoff=allowed)
                if distance <= allowed and distance < best_distance:
                    best, best_distance = target, distance
        allowed = 1 if len(word) < _TYPO_LENGTH else 2 if len(word) < _TWO_TYPOS_LENGTH - 1 else 3
        for target in self._sounds.get(_sound(word), ()):
            distance = OSA.distance(word, target, score_cutoff=allowed)
            if distance <= allowed and distance <= best_distance:
                best, best_distance = target, distance
                break
        return best


def tokenise(text: str, spelling: Spelling) -> tuple[Token, ...]:
    """Split and normalise a message of any content."""
    tokens: list[Token] = []
    plain = in_small_letters(without_pauses(text, spelling.left_open, spelling.carried_on))
    for found in _TOKEN.finditer(plain):
        if found.group() == "-" and _joins_words(plain, found.start()):
            continue
        tokens.extend(_normal(found.group(), found.start(), spelling))
    return tuple(_join_number_words(_whole_years(_and_for_an(tokens))))


def _and_for_an(tokens: list[Token]) -> list[Token]:
    """Read `'d` before a noun as `had`, and `4` before a smaller number of days as `for`.

    And read `an` before a consonant as `and` ("hot an red"); `an MRI` and the like begin with a vowel when spoken.
    """
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token.text == "4" and after.text in _FEWER and _is_length(tokens[at + 2 : at + 4]):
            tokens[at] = replace(token, text="for", number=None)  # `hurting 4 3 wks`; `3 4 wks` is a range
        elif token.text == "an" and _CONSONANT.match(after.text):
            tokens[at] = replace(token, text="and")
        elif token.text == "would" and after.text in _AFTER_HAD and at and tokens[at - 1].start == token.start:
            tokens[at] = replace(token, text="had")  # `i'd a fall`, `she'd been sick`
    return tokens


def _is_length(rest: Sequence[Token]) -> bool:
    """Tell whether a time follows that is no moment: `pain 4 3 days ago` was a score."""
    return bool(rest) and rest[0].text in _LENGTHS and [token.text for token in rest[1:]] != ["ago"]


def _whole_years(tokens: list[Token]) -> list[Token]:
    """Write out the century of a year (`broke it in 98`), where it ends a thought and is no `in 60 minutes`."""
    for at, (before, token) in enumerate(pairwise(tokens), 1):
        if before.text not in _IN or not _SHORT_YEAR.fullmatch(token.text):
            continue
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if not follows[:1].isalnum() or follows in _AFTER_YEAR:
            tokens[at] = replace(token, text=f"19{token.text}", number=1900 + float(token.text))
    return tokens


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _sound(word: str) -> str:
    """Return about how a word sounds: vowels are one, letters that are not heard are left out."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def _joins_words(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()


def _normal(word: str, start: int, spelling: Spelling) -> list[Token]:
    end = start + len(word)
    is_word = word[0].isalpha() and "'" not in word
    if is_word and word not in spelling.short_forms:
        parts = spelling.parts(word)
        if len(parts) > 1:
            starts = [start + sum(map(len, parts[:i])) for i in range(len(parts))]
            return [Token(part, at, at + len(part)) for part, at in zip(parts, starts, strict=True)]
        word = spelling.correct(word)
    if word in spelling.short_forms:
        return [Token(w, start, end, spelling.numbers.get(w)) for w in spelling.short_forms[word]]
    if word[0].isdigit():
        return [Token(word, start, end, _value(word))]
    if "'" in word[1:]:
        return _split_contraction(word, start, spelling)
    if not word[0].isalpha():
        return [Token("\n" if word[0] == "\n" else word, start, end)]
    return [Token(word, start, end, spelling.numbers.get(word))]


def _split_contraction(word: str, start: int, spelling: Spelling) -> list[Token]:
    end = start + len(word)
    joined = word.replace("'", "")
    if joined in spelling.short_forms and joined.endswith("nt"):
        return [Token(w, start, end) for w in spelling.short_forms[joined]]
    stem, _, tail = word.rpartition("'")
    if tail == "t" and stem.endswith("n"):  # `n't` may stand by itself
        return [Token(w, start, end) for w in (stem[:-1], "not") if w]
    second = _CONTRACTIONS.get(tail, tail)
    if tail == "s":
        second = "is" if stem in _IS_WORDS else "'s"
    cut = start + len(stem)
    return [Token(spelling.correct(stem), start, cut), Token(second, cut, end)]


def _value(digits: str) -> float | None:
    plain = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", digits) else digits.replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", plain) else None


_TENS, _HUNDRED, _THOUSAND = 20, 100, 1000


def _join_number_words(tokens: Sequence[Token]) -> list[Token]:
    """Make `twenty four` and `two thousand six` one token each; digits are left as they are."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        is_written = last is not None and (last.text.isalpha() or last.end - last.start > len(last.text))
        if token.number is None or last is None or last.number is None or not (is_written and token.text.isalpha()):
            joined.append(token)
            continue
        small, big = token.number, last.number
        if big >= _TENS and big < _HUNDRED and big % 10 == 0 and 0 < small < 10:
            value = big + small
        elif small in (_HUNDRED, _THOUSAND) and 0 < big < _TENS:
            value = big * small
        elif big >= _HUNDRED and big % _HUNDRED == 0 and 0 < small < _HUNDRED:
            value = big + small
        else:
            joined.append(token)
            continue
        joined[-1] = Token(f"{value:g}", last.start, token.end, value)
    return joined
