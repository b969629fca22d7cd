"""Extracted words are found again among a page's text nodes, or marked as not found."""

from hypothesis import given
from hypothesis import strategies as st

from testigo.record.report import Segment
from testigo.reports.alignment import Node, PageIndex
from testigo.reports.canonical_text import Composer

NODES = [
    Node("/p[1]/text()[1]", "Nine  were "),
    Node("/p[1]/b/text()[1]", "held\nin"),
    Node("/p[2]/text()[1]", " Kelmora."),
]


def aligned(nodes: list[Node], line: str) -> tuple[Segment, ...]:
    composer = Composer()
    PageIndex(nodes).add_to(composer, line)
    return composer.segments


def test_a_line_is_cut_where_its_node_changes_and_spaces_between_nodes_are_added() -> None:
    assert aligned(NODES, "Nine were held in Kelmora.") == (
        Segment(0, 9, "node", ("/p[1]/text()[1]", 0, 10)),
        Segment(9, 10, "added"),
        Segment(10, 17, "node", ("/p[1]/b/text()[1]", 0, 7)),
        Segment(17, 18, "added"),
        Segment(18, 26, "node", ("/p[2]/text()[1]", 1, 9)),
    )


def test_words_that_do_not_stand_on_the_page_are_marked_whole() -> None:
    assert aligned(NODES, "Ten were held.") == (Segment(0, 14, "unaligned"),)


def test_a_repeated_line_is_found_in_its_turn_and_then_from_the_top() -> None:
    index, composer = PageIndex([Node("a", "held"), Node("b", "held")]), Composer()
    for _ in range(3):
        index.add_to(composer, "held")

    assert [segment.where[0] for segment in composer.segments] == ["a", "b", "a"]


PIECES = st.lists(st.text(st.sampled_from("ab é🕊\n\u00a0.")), min_size=1, max_size=5)


@given(PIECES, st.data())
def test_law_any_stretch_of_a_page_is_found_with_its_own_characters(
    pieces: list[str], data: st.DataObject
) -> None:
    nodes = [Node(f"/{number}", piece) for number, piece in enumerate(pieces)]
    words = " ".join("".join(pieces).split())
    first = data.draw(st.integers(0, len(words)))
    line = words[first : data.draw(st.integers(first, len(words)))].strip()
    composer = Composer()
    if line:
        PageIndex(nodes).add_to(composer, line)

    assert composer.content == line
    for segment in composer.segments:
        assert segment.kind in ("node", "added")
        if segment.kind == "node":
            path, start, end = segment.where
            assert isinstance(start, int)
            assert isinstance(end, int)
            node = next(node for node in nodes if node.path == path)
            quoted = line[segment.start : segment.end]
            # White space is no part of the comparison: "aa a" may be found in "aaa".
            assert "".join(node.characters[start:end].split()) == "".join(quoted.split())
