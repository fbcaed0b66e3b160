"""Times of life and events that put what is told into the past: `in my dancing days`, `the winter my father died`.

They say so only where the past is told: `with my first my waters went`, not `pregnant with my first`.
"""

from datetime import datetime
from itertools import pairwise

from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found
from backstride.nlu.sayings import Sayings

_REGULAR, _HEADING = 4, 3
_BARE = frozenset({"feel", "get", "do", "go", "keep", "hurt"})  # `could not feel`
_THIS = frozenset({"this", "january", "february", "march", "april", "may", "june", "july", "august", "september"})
_REACH = 60
_LONGEST_CUE = 5
_YEARS = (1900, 2099)
_UP_TO = frozenset({"till", "until", "before", "til", "to"})
_ABOUT = frozenset({"about", "around", "only", "just", "roughly", "maybe", "age", "the", "of", "aged"})
_AT_AGE = frozenset({"at", "aged", "age"})
_CHILD, _YOUNG = (3, 12), 22
_YEARS_OLD = frozenset({"year", "years", "yr", "yrs", "old", "or"})
_SEASON_OF, _WHOSE = (
    frozenset({"the", "that"}),
    frozenset({"my", "i", "we", "our", "he", "she", "that", "when", "they"}),
)
_ORDINALS, _WITH = (
    frozenset({"first", "second", "third", "fourth"}),
    frozenset({"and", "he", "she", "baby", "child", "one", "they", "was"}),
)
_THIS_TIME = frozenset({"one", "time", "baby", "pregnancy", "bump", "year", "season"})
_I, _IN_MY = frozenset({"i"}), frozenset({"my", "his", "her", "those"})
_DAYS, _DAYS_REACH = frozenset({"days", "years"}), 4

_BABY_UNITS = frozenset({"just", "newborn", "day", "days", "week", "weeks", "month", "months"})
_SECOND_YEAR, _ELDER = 2, frozenset({"eldest", "oldest", "first", "older", "other", "big"})
_IS_AGED = frozenset(
    {"is", "'s", "now", "nearly", "almost", "about", "only", "just", "turned", "aged", "who", "(", ",", "-"}
)
_LAST_MONTHS = ("october", "november", "december")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", *_LAST_MONTHS)
_LASTING = frozenset({"since", "started", "began", "starting", "have", "has", "keep", "keeps"})
_NEAR_DATE, _LONG_MONTHS, _OP_REACH = 8, 2, 14
_WHY = frozenset({"after", "because", "for", "when", "as", "following"})
_AFTER_YEARS = frozenset({"now", "and", "but", "so", "today", "already", "this", "next"})


def around(message: Message, mention: Found) -> tuple[int, int]:
    """Return the sentence of a mention, or of an endless one the words around it."""
    first, end = message.sentence(mention.first)
    return max(first, mention.first - _REACH), min(end, mention.last + _REACH)


def is_told(message: Message, mention: Found) -> bool:
    """Tell whether a finding is told of the past: a past form in its clause, and none of today."""
    clause, texts, words = message.clause(mention.first), message.texts, message.words
    said = texts[clause.first : max(clause.last, mention.last)]
    here = texts[mention.first : mention.last]
    if words["perfect"] & set(said):
        return False
    past = union(words["past_verbs"], words["past_forms"])
    is_past = any(w in past or _is_regular(w, words["no_past"]) for w in said)
    return is_past and not words["present_verbs"] & {*texts[clause.first : mention.first], *here}


def in_an_era(message: Message, mention: Found, eras: Sayings) -> bool:
    """Tell whether the sentence names a time of life or an event of years ago (`in my rugby days`, `till i was nine`).

    Args:
        message: The words.
        mention: A finding; the words of its own phrase do not name a time.
        eras: Phrases for times of life.
    """
    first, end = around(message, mention)
    texts, words = message.texts, message.words
    said = texts[first:end]
    is_this = any(a == "this" and b in _THIS_TIME for a, b in pairwise(said))
    if is_this or any(word in words["recent"] and word not in words["lasting"] for word in said):
        return False
    begins = union(words["seasons"], _UP_TO, _IN_MY, _I)
    for i, word in enumerate(said, first):
        if word not in begins and word not in eras:
            continue
        if texts[max(0, i - 1)] == "since":
            continue
        sizes = [size for size in eras.sizes_at(texts, i) if i + size <= end]
        if sizes and not _is_another_first(message, i, i + max(sizes)):
            return True
        if _is_days_of(message, i, end) or _is_age_then(message, i, end):
            return True
        is_season = texts[i] in words["seasons"] and _SEASON_OF & set(texts[max(first, i - 1) : i])
        if is_season and _WHOSE & set(texts[i + 1 : min(end, i + 2)]):
            return True
    return False


def is_childs_age(message: Message, mention: Found) -> bool:
    """Tell whether a number after `at` may be a child's age (`fell down the steps at seven`), or else an hour."""
    first, end = message.sentence(mention.first)
    texts, words = message.texts, message.words
    if not union(words["recent"], words["clock"]).isdisjoint(texts):
        return False
    return any(
        texts[i] in _AT_AGE
        and (number := message.tokens[i + 1].number) is not None
        and _CHILD[0] <= number <= _CHILD[1]
        and texts[i + 1].isalpha()  # `at 4` is an hour
        and (i + 2 >= end or texts[i + 2] in words["after_age"])
        for i in range(first, end - 1)
    )


def _is_another_first(message: Message, first: int, last: int) -> bool:
    """Tell whether `with my first` is no birth (`with my first coffee`) or one to come (`20 weeks with my first`)."""
    texts = message.texts
    if texts[last - 1] not in _ORDINALS:
        return False
    following = texts[last : last + 1]
    is_noun = bool(following) and following[0].isalnum()
    allowed = message.words["after_age"] | message.words["first_person"] | _WITH
    return (is_noun and following[0] not in allowed) or bool(
        {"weeks", "pregnant"} & set(texts[max(0, first - 2) : first])
    )


def _is_regular(word: str, no_past: frozenset[str]) -> bool:
    return len(word) > _REGULAR and word.endswith("ed") and word not in no_past


def _is_days_of(message: Message, at: int, end: int) -> bool:
    """Tell whether `in my dancing days` stands here, and not `in my rest days`."""
    texts = message.texts
    if texts[at] not in _IN_MY or texts[max(0, at - 1)] not in ("in", "during", "from", "of", "back"):
        return False
    days = next((i for i in range(at + 1, min(end, at + _DAYS_REACH)) if texts[i] in _DAYS), None)
    if days is None:
        return False
    return not message.words["training_days"] & set(texts[at + 1 : days]) and not any(
        message.tokens[i].number is not None for i in range(at + 1, days)
    )


def _is_age_then(message: Message, at: int, end: int) -> bool:
    """Tell whether an age of the past stands here: `till i was nine`, `until age ten`, `i was about twelve`."""
    texts = message.texts
    begins = texts[at : at + 2] == ("i", "was")
    i = at + (2 if begins else 1)
    if not begins and not (texts[at] in _UP_TO and _ABOUT & set(texts[i : i + 1])):
        return False
    while i < end and texts[i] in _ABOUT:
        i += 1
    if i >= end or (number := message.tokens[i].number) is None or not _CHILD[0] <= number <= _YOUNG:
        return False
    following = texts[i + 1] if i + 1 < end else ""
    return not following.isalpha() or following in message.words["after_age"] | _YEARS_OLD


def year_at(message: Message, at: int) -> int | None:
    """Return the year at a token, also as `'05`."""
    number, text = message.tokens[at].number, message.texts[at]
    if number is None:
        return None
    if _YEARS[0] <= number <= _YEARS[1]:
        return int(number)
    before = message.texts[max(0, at - 1) : at]
    is_short = len(text) == 2 and text.isdigit() and before == ("'",)
    return int(number) + (2000 if number < 50 else 1900) if is_short else None


def is_this_year(message: Message, first: int, last: int, now: datetime | None) -> bool:
    """Tell whether tokens [first:last] name the year of the conversation."""
    return now is not None and any(year_at(message, i) == now.year for i in range(first, last))


def is_months_ago(message: Message, mention: Found, now: datetime | None) -> bool:
    """Tell whether the sentence dates it to a month that is long past (`i had a kidney infection in july`)."""
    first, end = message.sentence(mention.first)
    texts = message.texts
    near = range(max(first, mention.first - _NEAR_DATE), min(end, mention.last + _NEAR_DATE))
    at = next((i for i in near if texts[i] in _MONTHS and "in" in texts[max(0, i - 2) : i]), None)
    if now is None or at is None or _LASTING & set(texts[first : max(at, mention.first)]):
        return False
    return (now.month - 1 - _MONTHS.index(texts[at])) % 12 >= _LONG_MONTHS


def is_why_operated(message: Message, mention: Found) -> bool:
    """Tell whether it is why somebody was operated on (`the op after losing feeling in my saddle`), so maybe over."""
    clause, texts = message.clause(mention.first), message.texts
    before = texts[max(message.sentence(mention.first)[0], mention.first - _OP_REACH) : mention.first]
    why = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _WHY), None)
    said = before[:why] if why is not None else ()
    if not message.words["operations"] & set(said):
        return False
    if message.words["present_verbs"] & set(texts[mention.first : clause.last]):
        return False
    return any(word in message.words["past_verbs"] or word.endswith("ed") for word in said)


def is_date(message: Message, at: int, dates: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a cue of the past or a year stands at a token."""
    if year_at(message, at) is not None:
        return True
    return any(message.texts[at : at + length] in dates for length in range(1, _LONGEST_CUE))


def is_heading(message: Message, first: int, mention: Found) -> bool:
    """Tell whether a year opens a sentence without a verb of today (`winter 2023, no periods, 60 miles a week`)."""
    texts, words = message.texts, message.words
    at = next((i for i in range(first, min(first + _HEADING, mention.first)) if year_at(message, i)), None)
    said = {*texts[first : message.sentence(first)[1]]}
    return (
        at is not None
        and texts[at + 1 : at + 2] in ((",",), (":",), ("-",))
        and not said & union(words["present_verbs"], words["first_person"], words["recent"] - words["lasting"])
    )


def goes_on_from_then(message: Message, mention: Found, dates: frozenset[tuple[str, ...]]) -> bool | None:
    """Tell whether a sentence goes on from a dated one (`fused in 2016. Afterwards my foot was floppy. ...`).

    Returns:
        None if it only may, for it has no subject (`had it in 2012. Could not pee.`).
    """
    texts, words, index = message.texts, message.words, message.sentence_of[mention.first]
    first, last = message.sentences[index]
    said, opening = set(texts[first:last]), message.opening(mention.first)
    of_today = union(words["present_verbs"] - _BARE, words["clock"], words["recent"] - words["lasting"], _THIS)
    if not index or not said.isdisjoint(of_today):
        return False
    before, end = message.sentences[index - 1]
    if not any(is_date(message, i, dates) for i in range(before, end)):
        return False
    if any(" ".join(texts[opening : opening + size]) in words["afterwards"] for size in (1, 2, 3)):
        return True
    if texts[opening] not in words["past_verbs"] or "had" not in (*texts[before:end], texts[opening]):
        return False
    return True if "then" in said else None  # `Had all the horror stuff then, could not feel my legs`


def is_birth_of_a_grown_child(message: Message, mention: Found) -> bool:
    """Tell whether it is a birth and the child's years are told (`never right since the birth, she is 9 now`)."""
    texts, words = message.texts, message.words
    here = texts[mention.first : mention.last]
    if not words["births"] & set(here) or _BABY_UNITS & set(texts[max(0, mention.first - 1) : mention.last + 2]):
        return False
    if "pregnant" in here and not {"was", "were"} & set(texts[max(0, mention.first - 3) : mention.last]):
        return False
    return any(_is_in_years(message, i) for i in range(len(texts)))


def _is_in_years(message: Message, at: int) -> bool:
    """Tell whether a number is a child's age in years (`he is 3`, `my son (now 8)`)."""
    texts, number = message.texts, message.tokens[at].number
    if number is None or number < _SECOND_YEAR:
        return False
    after = [text for text in texts[at + 1 : at + 5] if text != "-"]
    if after[:1] and after[0][0].isalnum() and after[0] not in _AFTER_YEARS:
        return False
    named = at - 1
    while named > 0 and texts[named] in _IS_AGED:
        named -= 1
    children = message.words["kin_child"] | {"he", "she"}
    return texts[named] in children and not _ELDER & set(texts[max(0, named - 2) : named + 1])
