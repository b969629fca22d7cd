"""The scorer's figures as lines of text."""

from __future__ import annotations

from testigo.reading.learned.grammar import KINDS

Figures = dict[str, dict[str, float]]
"""The scorer's summary of each kind and of all (`overall`)."""


def table(summary: Figures) -> str:
    """Return figures as lines of text."""
    lines = [f"{'':12}{'gold':>6}{'pred':>6}{'P':>7}{'R':>7}{'F1':>7}{'slotF1':>8}{'source':>8}"]
    for kind, row in summary.items():
        lines.append(
            f"{kind:12}{row['gold']:6.0f}{row['pred']:6.0f}{row['precision']:7.3f}"
            f"{row['recall']:7.3f}{row['f1']:7.3f}{row['slot_f1']:8.3f}"
            f"{row['source_accuracy']:8.3f}"
        )
    return "\n".join(lines)


def short(summary: Figures) -> str:
    """Return figures in one line."""
    kinds = " ".join(f"{kind[:4]} {summary[kind]['f1']:.2f}" for kind in KINDS)
    row = summary["overall"]
    whole = f"F1 {row['f1']:.3f} slots {row['slot_f1']:.3f} source {row['source_accuracy']:.2f}"
    return f"{whole} | {kinds}"
