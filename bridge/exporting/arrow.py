"""Parquet files, by pyarrow, which only the formats that are made of them need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.errors import PackageMissing, UnusableLog
from bridge.exporting.exported import create_file

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


def need_pyarrow() -> None:
    """Say so where the package is missing.

    Raises:
        PackageMissing: it is.
    """
    if find_spec("pyarrow") is None:
        raise PackageMissing("this format needs the package pyarrow: pip install 'osrs-agent[exchange]'")


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table to a new file.

    Raises:
        RecordingExists: the file is there already.
    """
    import pyarrow.parquet as pq

    with create_file(path) as file:
        pq.write_table(table, file, compression="snappy")


@contextmanager
def table_writer(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A new file that takes a table in parts, closed on leaving.

    Raises:
        RecordingExists: the file is there already.
    """
    import pyarrow.parquet as pq

    with create_file(path) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        yield writer


def read_table(path: Path) -> pa.Table:
    """A table from disk.

    Raises:
        UnusableLog: there is none, or it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise UnusableLog(f"{path} cannot be read as a table: {error}") from None
