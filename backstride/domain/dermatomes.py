"""Which nerve roots the area of leg symptoms hints at. A hint for staff; patients never see it.

An area of skin says little on its own: pain referred from muscles and joints spreads, too. Numbness is
the stronger hint, so it comes first. Source: content/dermatomes.yml.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from backstride.domain.findings import Findings


@dataclass(frozen=True, slots=True)
class Dermatome:
    """The skin area of one nerve root, or of several.

    Attributes:
        id: `L1` to `L5`, `S1`, `S2-S5`.
        radiation, numb_area: Values of these findings that lie in the area.
        test: What the muscles of the root do, for the examination; "" where none is named.
        emergency_if_numb: Numbness here is an emergency (the rules say so; this only marks it).
    """

    id: str
    area: str
    radiation: frozenset[str]
    numb_area: frozenset[str]
    test: str = ""
    emergency_if_numb: bool = False


@dataclass(frozen=True, slots=True)
class DermatomeHint:
    """A root that something points to. `from_numbness` is the stronger hint; `values` are those that point there."""

    dermatome: Dermatome
    from_numbness: bool
    values: tuple[str, ...]


def hints(findings: Findings, dermatomes: Iterable[Dermatome]) -> tuple[DermatomeHint, ...]:
    """Return the roots that numbness points to, then those that only the spread of the pain points to.

    Empty if neither is known to touch an area. Order within each: that of the key, from L1 down.
    """
    numb, spread = findings["numb_area"].values, findings["radiation"].values
    by_numbness, by_pain = [], []
    for dermatome in dermatomes:
        if numb & dermatome.numb_area:
            by_numbness.append(DermatomeHint(dermatome, True, tuple(sorted(numb & dermatome.numb_area))))
        elif spread & dermatome.radiation:
            by_pain.append(DermatomeHint(dermatome, False, tuple(sorted(spread & dermatome.radiation))))
    return (*by_numbness, *by_pain)
