"""Token buckets."""

import pytest

from backstride.channels.rate import TokenBuckets, client_key


def test_a_burst_then_a_steady_rate_each_key_for_itself() -> None:
    now = [0.0]
    buckets = TokenBuckets(burst=2, per_minute=6, clock=lambda: now[0])
    first = [buckets.take("a"), buckets.take("a"), buckets.take("a"), buckets.take("b")]
    now[0] = 4.0
    early = buckets.take("a")
    now[0] = 10.0
    later = [buckets.take("a"), buckets.take("a")]
    assert [*first, early, *later] == pytest.approx([0.0, 0.0, 10.0, 0.0, 6.0, 0.0, 10.0])


def test_waiting_long_fills_no_more_than_the_burst() -> None:
    now = [0.0]
    buckets = TokenBuckets(burst=2, per_minute=60, clock=lambda: now[0])
    buckets.take("a")
    now[0] = 10_000.0
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 1.0]


def test_a_flood_of_keys_does_not_fill_the_memory() -> None:
    now = [0.0]
    buckets = TokenBuckets(burst=2, per_minute=60, clock=lambda: now[0])
    for number in range(50_000):
        now[0] += 0.00001
        buckets.take(number)
    assert len(buckets._levels) <= 20_001


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        (None, None),
        ("testclient", None),
    ],
)
def test_an_address_is_a_key_unless_it_is_nobodys(host: str | None, key: str | None) -> None:
    assert client_key(host) == key
