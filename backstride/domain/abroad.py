"""Hears that somebody is in another country, where another emergency number holds: "do i ring 112", "in leeds uk"."""

import re
from collections.abc import Iterable

_PLACES = (
    r"(?:uk|u\.k\.|united kingdom|britain|england|scotland|wales|ireland|london|europe|germany|france|"
    r"spain|italy|portugal|poland|netherlands|holland|belgium|austria|switzerland|sweden|norway|denmark|finland|"
    r"greece|turkey|australia|"
    r"new zealand|nz|india|pakistan|china|japan|korea|philippines|south africa|nigeria|kenya|brazil|argentina|israel)"
)
_OTHER_NUMBER = (
    r"\b(?:call|ring|dial|phone|rang|called|number|is it|its|try)\b(?: (?:is|the|nhs|for|911|or|it))*"
    r" (?:000|110|111|112|118|119|999)\b"
)
_ABROAD = re.compile(
    rf"{_OTHER_NUMBER}|"
    rf"\b(?:i am|i'?m|im|we are|we'?re|were|live|living|based|staying|on holiday|on vacation|here)(?: [\w,]+)? in "
    rf"(?:the )?(?:\w+,? )?{_PLACES}\b|(?:^|, )in (?:the )?(?:\w+,? )?{_PLACES}\b|"
    r"\b(?:not|outside|out) (?:in|of)? ?(?:the )?(?:us|usa|states|u\.s\.)\b|"
    r"\b(?:no|do(?:es)?n'?t have|without) (?:a )?911\b|\b911 (?:does ?n'?o?t|wont|won't) work\b",
    re.IGNORECASE,
)


def is_abroad(texts: Iterable[str]) -> bool:
    """Whether any of the messages tells so."""
    return any(_ABROAD.search(text) for text in texts)
