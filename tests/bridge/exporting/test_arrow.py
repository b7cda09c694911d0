import sys

import pyarrow as pa
import pytest

from bridge.errors import PackageMissing, RecordingExists, UnusableLog
from bridge.exporting.arrow import need_pyarrow, read_table, table_writer, write_table

TABLE = pa.table({"a": [1, 2]})


def test_a_table_comes_back(tmp_path):
    write_table(tmp_path / "t.parquet", TABLE)
    assert read_table(tmp_path / "t.parquet") == TABLE


def test_a_table_written_in_parts_is_one(tmp_path):
    with table_writer(tmp_path / "t.parquet", TABLE.schema) as writer:
        writer.write_table(TABLE)
        writer.write_table(TABLE)
    assert read_table(tmp_path / "t.parquet")["a"].to_pylist() == [1, 2, 1, 2]


def test_nothing_is_overwritten(tmp_path):
    write_table(tmp_path / "t.parquet", TABLE)
    with pytest.raises(RecordingExists):
        write_table(tmp_path / "t.parquet", TABLE)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"x")
    with pytest.raises(UnusableLog, match="cannot be read as a table"):
        read_table(tmp_path / "t.parquet")


def test_where_the_package_is_missing_the_message_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PackageMissing, match=r"pip install 'osrs-agent\[exchange\]'"):
        need_pyarrow()
