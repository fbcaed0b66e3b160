"""Runs Rasa's prediction graph node by node.

Rasa 3.6.21 (engine/runner/dask.py) builds a dask graph for every message and every predicted action and
lets dask find the order anew. The graph never changes after loading, so here the order is found once.
"""

from collections.abc import Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


class SequentialGraphRunner(DaskGraphRunner):
    """Rasa's runner with its nodes, its errors and its results, without dask's scheduling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the nodes; see the parent class."""
        super().__init__(*args, **kwargs)
        self._order = lru_cache(maxsize=None)(self._find_order)

    def run(self, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None) -> dict[str, Any]:
        """Run what the targets need and return their outputs.

        Raises:
            GraphRunError: A node misses an input, or raised a RuntimeError.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, parents in self._order(wanted):
                # What nobody provided is handed on by name; the node refuses it.
                done[name] = self._instantiated_nodes[name](*(done.get(parent, parent) for parent in parents))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: done[name][1] for name in wanted}

    def _find_order(self, targets: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the nodes that the targets need with their parents, parents first."""
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        order = TopologicalSorter({name: [p for p in parents if p in nodes] for name, parents in needs.items()})
        return tuple((name, needs[name]) for name in order.static_order())
