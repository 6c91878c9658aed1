#!/usr/bin/env python3
"""Opens a dataset of failwise with other people's tools: h5py, anndata (memory, backed, round trip), pandas.

usage: check_dataset.py FILE.h5       prints OK; exit 1 with a message on a difference, 77 without the modules.
"""
import os
import sys
import tempfile
import warnings

try:
    import anndata
    import h5py
    import numpy as np
    import pandas as pd
except ImportError as problem:
    print(f"skipped: {problem}")
    sys.exit(77)

ENCODINGS = {
    "/": ("anndata", "0.1.0"),
    "obs": ("dataframe", "0.2.0"),
    "var": ("dataframe", "0.2.0"),
    **{name: ("dict", "0.1.0") for name in ("layers", "obsm", "varm", "obsp", "varp", "uns")},
}


def check(condition, message):
    if not condition:
        print(f"check_dataset: {message}")
        sys.exit(1)


def attribute(item, name):
    check(name in item.attrs, f"{item.name} has no attribute {name}")
    return item.attrs[name]


def check_marks(path, item):
    """Every object has AnnData's marks, every dataset a unit and a description as well."""
    kind = attribute(item, "encoding-type")
    check(isinstance(kind, str) and kind, f"{path}: encoding-type is not a string")
    check(isinstance(attribute(item, "encoding-version"), str), f"{path}: encoding-version")
    if isinstance(item, h5py.Dataset):
        check(isinstance(attribute(item, "unit"), str), f"{path}: unit")
        check(isinstance(attribute(item, "description"), str) and item.attrs["description"],
              f"{path}: empty description")


def check_filters(name, item):
    check(item.chunks is not None, f"{name} is not chunked")
    check(item.shuffle and item.compression == "gzip" and item.fletcher32, f"{name}: filters")


def check_frame(group, rows):
    index = attribute(group, "_index")
    check(group[index].shape == (rows,), f"{group.name}/{index}: rows")
    order = list(attribute(group, "column-order"))
    members = set(group) - {index}
    check(sorted(order) == sorted(members), f"{group.name}: column-order {order} against {sorted(members)}")
    for name in order:
        item = group[name]
        if isinstance(item, h5py.Group):
            check(item.attrs["encoding-type"] == "categorical", f"{item.name}: encoding")
            check(item.attrs["ordered"] in (np.bool_(False), False), f"{item.name}: ordered")
            codes, categories = item["codes"][()], item["categories"].asstr()[()]
            check(codes.shape == (rows,), f"{item.name}: rows")
            check(list(categories) == sorted(categories, key=lambda text: text.encode()), f"{item.name}: order")
            check(codes.size == 0 or (codes.min() >= -1 and codes.max() < max(len(categories), 1)),
                  f"{item.name}: codes")
        else:
            check(item.shape == (rows,), f"{item.name}: rows")
            item[()]


def check_h5py(path):
    with h5py.File(path, "r") as file:
        for name, (kind, version) in ENCODINGS.items():
            item = file[name]
            check(item.attrs["encoding-type"] == kind and item.attrs["encoding-version"] == version,
                  f"{name}: encoding")
        check(attribute(file, "failwise_kind") in ("answers", "features", "scores", "cohort"), "failwise_kind")
        file.visititems(check_marks)
        rows = file["obs"][file["obs"].attrs["_index"]].shape[0]
        features = file["var"][file["var"].attrs["_index"]].shape[0]
        check_frame(file["obs"], rows)
        check_frame(file["var"], features)
        if features:
            matrix = file["X"]
            check(matrix.shape == (rows, features) and matrix.dtype == np.float32, "X: shape or type")
            check(matrix.chunks == (min(max(rows, 1), 65536), 1), f"X: chunks {matrix.chunks}")
            check_filters("X", matrix)
            whole = matrix[()]
            order = list(file["var"][file["var"].attrs["_index"]].asstr()[()])
            for name, item in file["obsm"].items():
                columns = [order.index(column) for column in item.attrs["columns"]]
                check(item.chunks == matrix.chunks, f"obsm/{name}: chunks {item.chunks}")
                check_filters(f"obsm/{name}", item)
                check(same(item[()], whole[:, columns]), f"obsm/{name}: not the columns of X")
        return rows, features


def check_tables(path):
    """Compound tables as pandas frames."""
    with h5py.File(path, "r") as file:
        for name, item in file["uns"].items():
            if isinstance(item, h5py.Group):
                continue
            texts = [item[field] for field in item.dtype.names if item.dtype[field].kind == "S"]
            plain = all(text.isascii() for column in texts for text in column)
            check(item.attrs["encoding-type"] == ("rec-array" if plain else "array"), f"uns/{name}: encoding")
            check_filters(f"uns/{name}", item)
            frame = pd.DataFrame.from_records(item[()])
            check(list(frame.columns) == list(item.attrs["column-names"]), f"uns/{name}: columns")
            for text in frame.select_dtypes(object):
                frame[text].str.decode("utf-8")
            index = file["obs"].attrs["_index"]
            if index in frame and len(frame) == len(file["obs"][index]):
                ids = file["obs"][index].asstr()[()]
                check([text.decode() for text in frame[index]] == [text.encode()[:255].decode(errors="ignore")
                                                                    for text in ids], f"uns/{name}: ids")


def same(a, b):
    return np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True)


def beyond_ascii(table):
    names = getattr(getattr(table, "dtype", None), "names", None) or ()
    return any(table.dtype[name].kind == "S" and not all(text.isascii() for text in table[name]) for name in names)


def check_anndata(path, rows, features):
    whole = anndata.read_h5ad(path)
    check(whole.shape == (rows, features), f"anndata: shape {whole.shape}")
    check(whole.obs.index.is_unique, "anndata: ids are not unique")
    backed = anndata.read_h5ad(path, backed="r")
    check(backed.shape == whole.shape, "anndata backed: shape")
    if features:
        check(same(backed.X[: min(rows, 100)], whole.X[: min(rows, 100)]), "anndata backed: X")
    backed.file.close()
    # anndata 0.8 writes, but cannot read back, a table with fixed-length strings beyond ASCII.
    for name in [name for name, table in whole.uns.items() if beyond_ascii(table)]:
        del whole.uns[name]
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy.h5ad")
        whole.write_h5ad(copy)
        again = anndata.read_h5ad(copy)
    pd.testing.assert_frame_equal(whole.obs, again.obs)
    pd.testing.assert_frame_equal(whole.var, again.var)
    check(not features or same(whole.X, again.X), "anndata round trip: X")
    check(set(whole.uns) == set(again.uns) and set(whole.obsm) == set(again.obsm), "anndata round trip: parts")


def main():
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(64)
    warnings.simplefilter("ignore")
    rows, features = check_h5py(sys.argv[1])
    check_tables(sys.argv[1])
    check_anndata(sys.argv[1], rows, features)
    print(f"OK: {rows} answers, {features} features")


main()
