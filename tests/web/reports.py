"""Small reports, invented, and a casebook made of them with the real reader."""

from __future__ import annotations

import json
from pathlib import Path

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reports.intake import IntakeOptions

TWO_COUNTS = """Two counts after the march in Puno

PUNO, Jan 12 - At least nine people were killed in the clashes on Monday, according to the \
Ministry of Health. Forty others were injured.

Anselmo Ticona Huarcaya, a 34-year-old baker, was shot dead near the bridge on Monday, said his \
brother. The police denied that officers had killed four demonstrators.

Some families have heard nothing about the burnt market, and 300 stalls are gone.
"""

CUATRO = """Written for testing: Cuatro fallecidos en la carretera 🕯️

Cuatro personas murieron el lunes en la carretera a Desaguadero, informó la Dirección Regional \
de Salud de Puno. Otras 15 resultaron heridas.
"""

FRENCH = """Trois morts pendant la manifestation à Lyon

Trois personnes ont été tuées lundi pendant une manifestation sur la place principale, selon la \
préfecture. Le ministre de la santé se rendra sur place dans les prochains jours.
"""

ARABIC = """قُتل ثلاثة أشخاص في المظاهرة

قالت وزارة الصحة إن ثلاثة أشخاص قُتلوا يوم الاثنين خلال المظاهرة في وسط المدينة، وأصيب أربعون آخرون.
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Curfew in the valley</title>
<meta property="og:site_name" content="Valley Courier (invented)">
<meta property="article:published_time" content="2023-02-03"></head>
<body><article><h1>Curfew in the valley</h1>
<p>The government declared a curfew in the valley of Ene on Friday for ten days, under Supreme
Decree 017-2023-IN. &lt;b&gt;Nobody&lt;/b&gt; may leave home after eight in the evening.</p>
<p>Two people were detained on the first night, the prosecutor's office said. The measure follows
a week of roadblocks, and the town council had asked for it on Tuesday.</p>
<script>document.title = "run"</script></article></body></html>
"""


def write_reports(folder: Path) -> None:
    """Write the reports and what is known about them."""
    texts = {
        "two-counts.txt": (TWO_COUNTS, "Altiplano Herald (invented)", "2023-01-12", "en"),
        "cuatro.txt": (CUATRO, "Diario del Lago (inventado)", "2023-01-10", "es"),
        "french.txt": (FRENCH, "Le Courrier inventé", None, "fr"),
        "arabic.txt": (ARABIC, "صحيفة مخترعة", "2023-01-11", "ar"),
        "page.html": (PAGE, None, None, None),
    }
    folder.mkdir()
    for name, (content, outlet, published, language) in texts.items():
        path = folder / name
        path.write_text(content, encoding="utf-8")
        known = {"outlet": outlet, "published": published, "language": language}
        if outlet is not None:
            known["title"] = content.partition("\n")[0]
            path.with_suffix(".meta.json").write_text(json.dumps(known), encoding="utf-8")


def make_casebook(path: Path) -> Path:
    """Read the reports into a casebook at `path`, and return it."""
    folder = path.parent / "reports"
    write_reports(folder)
    with Casebook.create(path) as casebook:
        summary = casebook.read([str(folder)], IntakeOptions(), BuiltinReader(rules_alone=True))
    assert (summary.read, summary.failed) == (5, 0)
    return path
