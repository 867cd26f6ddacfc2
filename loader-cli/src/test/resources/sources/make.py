"""Makes the files beside it, with NumPy, PyArrow and h5py, so that the readers are tried on what others write.

50 vectors of dimension 6 with values that every type here holds exactly: (6 * row + place) / 8 - 10.
"""
import datetime

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS, DIMENSION = 50, 6
vectors = (np.arange(ROWS * DIMENSION).reshape(ROWS, DIMENSION) / 8 - 10).astype("f4")
lists = pa.array(list(vectors), pa.list_(pa.float32()))
when = [datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=i) for i in range(ROWS)]
table = pa.table({
    "id": pa.array(range(100, 100 + ROWS), pa.int64()),
    "name": pa.array([None if i % 7 == 0 else f"n{i}" for i in range(ROWS)]),
    "v": lists,
    "score": pa.array([i / 4 for i in range(ROWS)], pa.float64()),
    "flag": pa.array([i % 2 == 0 for i in range(ROWS)]),
    "made": pa.array(when, pa.timestamp("us", "UTC")),
})


def write(name, columns, **options):
    pq.write_table(columns, name, row_group_size=20, write_statistics=False, store_schema=False, **options)


for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    write(f"{codec}.parquet", table, compression=codec)
write("pages2.parquet", table, data_page_version="2.0")
write("plain.parquet", table, use_dictionary=False, use_byte_stream_split=["v.list.element"])
write("fixed.parquet", pa.table({"v": pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), DIMENSION)}))
write("half.parquet", pa.table({"v": pa.array(list(vectors.astype("f2")), pa.list_(pa.float16()))}))
write("double.parquet", pa.table({"v": pa.array(list(vectors.astype("f8")), pa.list_(pa.float64()))}))
write("nested.parquet", pa.table({
    "v": lists,
    "tags": pa.array([["a", 'b"'] if i else [] for i in range(ROWS)], pa.list_(pa.string())),
    "inner": pa.array([{"x": i, "y": "z"} for i in range(ROWS)]),
    "day": pa.array([datetime.date(2024, 2, 29)] * ROWS),
    "price": pa.array([None] + [i * 1.25 for i in range(1, ROWS)]).cast(pa.decimal128(12, 3)),
    "blob": pa.array([bytes([i]) for i in range(ROWS)]),
}))
broken = [list(map(float, row)) for row in vectors]
broken[3] = broken[3][:5]
broken[7] = None
broken[9][2] = None
broken[11] = []
write("broken.parquet", pa.table({"id": pa.array(range(ROWS), pa.int64()), "v": pa.array(broken, pa.list_(pa.float32()))}))

with h5py.File("ann.hdf5", "w") as file:  # the layout of ann-benchmarks
    file.attrs["distance"] = "euclidean"
    file.create_dataset("train", data=vectors)
    file.create_dataset("test", data=vectors[:5])
    file.create_dataset("neighbors", data=np.zeros((5, 10), "i4"))
    file.create_dataset("distances", data=np.zeros((5, 10), "f4"))
with h5py.File("types.hdf5", "w") as file:
    group = file.create_group("group")
    group.create_dataset("half", data=vectors.astype("f2"))
    group.create_dataset("double", data=vectors.astype("f8"), chunks=(7, 4), compression="gzip", shuffle=True)
    group.create_dataset("big", data=vectors.astype(">f4"))
    group.create_dataset("bytes", data=np.arange(ROWS * DIMENSION).reshape(ROWS, DIMENSION).astype("u1"))
    group.create_dataset("longs", data=(vectors * 8).astype("i8"), chunks=(50, 6), compression="lzf")
    group.create_dataset("one", data=vectors[0])
    group.create_dataset("text", data=np.array([[b"a", b"b"]]))
