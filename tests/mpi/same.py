"""same.py A.h5 B.h5: every object, attribute, type, chunk size and value of one dataset is in the other."""
import sys

import h5py
import numpy


def contents(file):
    found = {"/": file["/"]}
    file.visititems(lambda name, thing: found.__setitem__(name, thing))
    return found


def same(a, b):
    a, b = numpy.asarray(a), numpy.asarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.dtype == object:
        return list(a.ravel()) == list(b.ravel())
    return a.tobytes() == b.tobytes()


one, two = (contents(h5py.File(path, "r")) for path in sys.argv[1:3])
assert list(one) == list(two), set(one) ^ set(two)
for name, thing in one.items():
    other = two[name]
    assert sorted(thing.attrs) == sorted(other.attrs), name
    for key in thing.attrs:
        assert same(thing.attrs[key], other.attrs[key]), (name, key)
    if isinstance(thing, h5py.Dataset):
        assert thing.chunks == other.chunks, name
        assert same(thing[()], other[()]), name
assert one["obs"].attrs["_index"] in one["obs"]
