"""Parquet files: typed columns, zstd, the comments of the catalogue and the terms of use in the metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transcripts.export.cells import as_json
from transcripts.store.published import Row, Table

#: A row group is closed when it has so many bytes or rows: small enough to be held, large enough to be read fast.
_GROUP_BYTES, _GROUP_ROWS = 32 << 20, 100_000

#: ``real`` becomes double, so that 0.9 is 0.9 for those who compare with it. What is not here becomes a string.
_TYPES = {
    "text": pa.string(),
    "character varying": pa.string(),
    "uuid": pa.string(),
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "real": pa.float64(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    "text[]": pa.list_(pa.string()),
    "integer[]": pa.list_(pa.int32()),
}


def schema_of(table: Table, metadata: Mapping[str, str]) -> pa.Schema:
    """The table's columns with their comments, and the metadata of the file: what the view is, and what is said of the export."""
    fields = [
        pa.field(
            column.name, _TYPES.get(column.type, pa.string()), metadata={"comment": column.comment, "type": column.type}
        )
        for column in table.columns
    ]
    return pa.schema(fields, metadata={**metadata, "view": table.view, "comment": table.comment})


class Parquet:
    """One file. It is opened by its first row group or by ``close``, so that whoever makes it need close nothing."""

    def __init__(self, folder: Path, table: Table, metadata: Mapping[str, str]) -> None:
        self.name = f"{table.name}.parquet"
        self._path, self._schema = folder / self.name, schema_of(table, metadata)
        self._file: pq.ParquetWriter | None = None
        self._waiting: list[pa.RecordBatch] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Appends rows."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        arrays = [
            pa.array([_plain(value, field.type) for value in column], field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        waiting = self._waiting
        if sum(one.nbytes for one in waiting) >= _GROUP_BYTES or sum(one.num_rows for one in waiting) >= _GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        """Writes the last row group and the foot."""
        try:
            self._flush()
            self._opened().close()
        finally:
            if self._file:
                self._file.is_open = False  # else its finalizer closes it once more, and complains

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self._schema)
            self._waiting = []
            self._opened().write_table(table, row_group_size=table.num_rows)

    def _opened(self) -> pq.ParquetWriter:
        self._file = self._file or pq.ParquetWriter(self._path, self._schema, compression="zstd")
        return self._file


def _plain(value: object, kind: pa.DataType) -> object:
    if value is None or not pa.types.is_string(kind) or isinstance(value, str):
        return value
    return as_json(value) if isinstance(value, list | dict) else str(value)
