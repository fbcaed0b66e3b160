"""What every test may rely on."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

# A test says what holds, not how fast: on a busy machine an example may take a second. Speed is measured in bench/.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _every_log_is_seen() -> Iterator[None]:
    """Commands under test set the level for the whole process; here a warning counts."""
    config = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**config)
