"""Rate limits in memory: token buckets, one per key.

They know nothing of requests or patients; `front_desk.py` says what is limited and how much. Each
server process keeps its own, so with several processes a limit is that many times as wide.
"""

import ipaddress
import time
from collections.abc import Callable, Hashable
from math import inf

_MAX_KEYS = 20_000


class TokenBuckets:
    """A bucket per key: `burst` at once, then `per_minute` steadily."""

    def __init__(self, *, burst: float, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with every bucket full.

        Args:
            burst: How many are let through at once.
            per_minute: How many more each minute; above 0.
            clock: Seconds that only grow.
        """
        self._burst = burst
        self._per_second = per_minute / 60
        self._clock = clock
        self._levels: dict[Hashable, tuple[float, float]] = {}

    def take(self, key: Hashable) -> float:
        """Take one token; return 0.0 if there was one, else the seconds until there is (nothing is taken then)."""
        now = self._clock()
        level, seen = self._levels.get(key, (self._burst, now))
        level = min(self._burst, level + (now - seen) * self._per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._per_second
        self._levels[key] = (level if wait else level - 1, now)
        if len(self._levels) > _MAX_KEYS:
            self._forget_full(now)
        return wait

    def _forget_full(self, now: float) -> None:
        """Drop what has filled up again; if everybody is busy, the longest unseen half."""
        refill = self._burst / self._per_second
        kept = {key: state for key, state in self._levels.items() if now - state[1] < refill}
        if len(kept) > _MAX_KEYS:
            newest = sorted(kept.items(), key=lambda item: item[1][1])[-_MAX_KEYS // 2 :]
            kept = dict(newest)
        self._levels = kept


UNLIMITED = TokenBuckets(burst=inf, per_minute=1)


def client_key(host: str | None) -> str | None:
    """Turn a client's address into a bucket key; an IPv6 site (/64) counts as one.

    Returns:
        None for an address that says nothing about who is asking: none at all, or this machine itself,
        which is a reverse proxy that does not forward addresses. Everybody would share one bucket.
    """
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return None
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
