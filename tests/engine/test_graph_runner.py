"""Our runner and Rasa's give the same outputs and the same errors."""

from pathlib import Path
from typing import Any

import pytest

from backstride.engine import shim

shim.install()

from rasa.engine.exceptions import GraphRunError  # noqa: E402
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode  # noqa: E402
from rasa.engine.runner.dask import DaskGraphRunner  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402

from backstride.engine.graph_runner import SequentialGraphRunner  # noqa: E402


class Sum(GraphComponent):
    """Adds what it is given; refuses more than a hundred."""

    @classmethod
    def create(cls, *args: Any, **kwargs: Any) -> "Sum":
        return cls()

    def add(self, left: int, right: int = 0) -> int:
        if left + right > 100:
            raise RuntimeError("too much")
        return left + right


def node(**needs: str) -> SchemaNode:
    return SchemaNode(needs, Sum, "create", "add", {}, eager=True)


# Written with the children first, so that the order has to be found.
GRAPH = GraphSchema({
    "total": node(left="double", right="more"),
    "more": node(left="double", right="given"),
    "double": node(left="given", right="given"),
    "unasked": node(left="nobody"),
})  # fmt: skip


@pytest.fixture(params=[DaskGraphRunner, SequentialGraphRunner])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return request.param(GRAPH, LocalModelStorage(tmp_path), ExecutionContext(GRAPH))


def test_every_node_has_its_parents_outputs(runner: Any) -> None:
    assert runner.run({"given": 2}, ["total", "double"]) == {"total": 10, "double": 4}
    assert runner.run({"given": 3}, ["more"]) == {"more": 9}


def test_a_missing_input_is_told(runner: Any) -> None:
    with pytest.raises(GraphRunError, match="nobody"):
        runner.run({"given": 2}, ["unasked"])


def test_what_a_node_raises_is_passed_on(runner: Any) -> None:
    with pytest.raises(Exception, match="double") as caught:
        runner.run({"given": 60}, ["total"])
    assert isinstance(caught.value.__cause__, RuntimeError)
