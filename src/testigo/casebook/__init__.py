"""The Python API, and the only orchestrator.

    with Casebook.create("testigo.db") as casebook:
        casebook.read(["reports/"], IntakeOptions(), reader)
        for toll in casebook.tolls():
            print(toll.statement.value("low"), toll.statement.evidence[0].quote)

Reading without a casebook is `read_only`, and of one text at hand `testigo.reading.read_text`.
"""

from testigo.casebook.book import DEFAULT_PATH, Casebook
from testigo.casebook.reading_run import ERASED, Progress, ReadSummary, read_only

__all__ = ["DEFAULT_PATH", "ERASED", "Casebook", "Progress", "ReadSummary", "read_only"]
