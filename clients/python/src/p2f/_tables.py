"""Rows of the API as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._errors import Missing

if TYPE_CHECKING:
    import pandas


def frame(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str] | None = None,
    index: str | None = None,
) -> pandas.DataFrame:
    """Rows as a table; the columns are those named, or those that the rows have."""
    try:
        import pandas
    except ImportError:
        raise Missing.package("pandas", "pandas", "A table") from None
    rows = list(rows)
    empty = [index] if index else None
    wanted = list(columns) if columns else None if rows else empty
    table = pandas.DataFrame(rows, columns=wanted)
    return table.set_index(index) if index else table
