"""What every test may rely on."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _every_log_is_seen() -> Iterator[None]:
    """Commands under test set the level for the whole process; here a warning counts."""
    config = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**config)
