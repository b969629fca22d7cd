"""The days that an EDTF date covers, so that dates written in two ways can be compared."""

from __future__ import annotations

import re

Days = tuple[str, str]


def days_of(text: str) -> Days:
    """Return the first and last day of a date as far as it is given; about (`~`) is left aside.

    Precision counts: `2022-12` is not `2022-12-01/2022-12-31`. A stretch that is open at one end is
    its given end, as annotators write "since December".

    >>> days_of("2022-12~"), days_of("2022-12-07/2022-12-09"), days_of("2022-12/..")
    (('2022-12', '2022-12'), ('2022-12-07', '2022-12-09'), ('2022-12', '2022-12'))
    """
    # The time of day is no part of the annotators' form.
    ends = [re.sub(r"T.*", "", part).strip("~?% ") for part in text.split("/")]
    given = [end for end in ends if end not in ("", "..")]
    return (given[0], given[-1]) if given else ("", "")
