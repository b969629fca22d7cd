"""What people type into a form, read as the value it means: dates and numbers of persons.

Law: what the record shows of a value (`date_words`, `count_words`), typed back, is that value.
Words of both languages are read whatever the language of the page, for reports are mixed; the
language decides where words differ in meaning, and in which of them a complaint is made.
"""

from testigo.review.typed.counts import read_typed_count
from testigo.review.typed.dates import read_typed_date

__all__ = ["read_typed_count", "read_typed_date"]
