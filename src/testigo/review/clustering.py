"""Which nodes are one entry: what people decided first, then equal keys.

Pure, and a law: the same nodes and decisions give the same clusters, in whatever order they are
handed in; taking back a decision gives what would stand had it never been made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class ClusterNode:
    """A node to be clustered; `order` is its age in the log, the oldest first."""

    order: tuple[int, str, int]
    id: str
    key: str | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """A standing decision to join nodes, or to keep them apart; `sequence` is its log row."""

    sequence: int
    nodes: tuple[str, ...]
    joins: bool


@dataclass(slots=True)
class _Forest:
    parents: dict[str, str]
    apart: list[tuple[str, str]] = field(default_factory=list)

    def root(self, id_: str) -> str:
        while self.parents[id_] != id_:
            self.parents[id_] = self.parents[self.parents[id_]]
            id_ = self.parents[id_]
        return id_

    def may_join(self, first: str, second: str) -> bool:
        roots = {self.root(first), self.root(second)}
        return all({self.root(a), self.root(b)} != roots for a, b in self.apart)

    def unite(self, first: str, second: str) -> None:
        self.parents[self.root(second)] = self.root(first)


def cluster(nodes: Sequence[ClusterNode], edges: Iterable[Edge]) -> dict[str, str]:
    """Return the entry of each node: the id of the oldest node of its cluster.

    Decisions are heeded in the order they were made. A join unites, and overrules what was kept
    apart before; keeping apart stops equal keys from uniting, and a later decision can overrule it.
    Nodes that a decision names and `nodes` does not hold are passed over.
    """
    forest = _Forest({node.id: node.id for node in nodes})
    for edge in sorted(edges, key=lambda edge: edge.sequence):
        known = [id_ for id_ in edge.nodes if id_ in forest.parents]
        if edge.joins:
            _join(forest, known)
        else:
            _keep_apart(forest, known)
    _join_by_key(forest, sorted(nodes))
    return _named(forest, sorted(nodes))


def _join(forest: _Forest, ids: Sequence[str]) -> None:
    for id_ in ids[1:]:
        united = {forest.root(ids[0]), forest.root(id_)}
        forest.apart = [
            pair for pair in forest.apart if {forest.root(pair[0]), forest.root(pair[1])} != united
        ]
        forest.unite(ids[0], id_)


def _keep_apart(forest: _Forest, ids: Sequence[str]) -> None:
    """Note pairs apart; what joins of people hold together stays so until those are undone."""
    for at, first in enumerate(ids):
        for second in ids[at + 1 :]:
            if forest.root(first) != forest.root(second):
                forest.apart.append((first, second))


def _join_by_key(forest: _Forest, ordered: Sequence[ClusterNode]) -> None:
    met: dict[str, list[str]] = defaultdict(list)
    for node in ordered:
        if node.key is None:
            continue
        mates = met[node.key]
        home = next((mate for mate in mates if forest.may_join(mate, node.id)), None)
        if home is None:
            mates.append(node.id)
        elif forest.root(home) != forest.root(node.id):
            forest.unite(home, node.id)


def _named(forest: _Forest, ordered: Sequence[ClusterNode]) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ordered:
        names.setdefault(forest.root(node.id), node.id)
    return {node.id: names[forest.root(node.id)] for node in ordered}
