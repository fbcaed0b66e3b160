"""What stands in brackets between two words, which parts neither (`bending, sneezing (my god) all set it off`)."""

from backstride.nlu.clauses import Message

_BUT_THEN = (",", "on", "the", "other", "hand", ",")
_LONGEST = 12
"""In words; a longer one tells something of its own."""


def tokens_in_brackets(message: Message, first: int, last: int) -> tuple[int, int]:
    """Return how many tokens and how many ends of clauses the short brackets between two places hold."""
    texts = message.texts
    if texts[first : first + 1] == (",",) and texts[first : first + len(_BUT_THEN)] == _BUT_THEN:
        return min(len(_BUT_THEN), last - first), message.clause_of[last - 1] - message.clause_of[first]
    if "(" not in texts[first:last]:
        return 0, 0
    words = ends = 0
    opened = None
    for at in range(first, last):
        if texts[at] == "(":
            opened = at
        elif texts[at] == ")" and opened is not None:
            if at - opened <= _LONGEST:
                words += at - opened + 1
                ends += message.clause_of[min(at, last - 1)] - message.clause_of[max(opened - 1, first - 1, 0)]
            opened = None
    return words, ends
