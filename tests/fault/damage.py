"""damage.py: datasets and models with changed bytes or cut off: status 65 with a message, or a correct read."""

import os
import random

import pool
import server

MARK = 35  # bytes of the line with the checksum behind a dataset
MEMORY = 6 << 30
DATASETS = ("answers.h5", "features.h5", "scores.h5", "out/cohort.h5")


def mutate(content, picker):
    """One to four bytes changed, a stretch overwritten, removed, or moved elsewhere."""
    data = bytearray(content)
    at = picker.randrange(len(data))
    length = picker.choice((1, 2, 8, 64, 512))
    kind = picker.randrange(5)
    if kind == 0:
        data[at] ^= 1 << picker.randrange(8)
    elif kind == 1:
        for _ in range(picker.randint(1, 4)):
            data[picker.randrange(len(data))] = picker.randrange(256)
    elif kind == 2:
        data[at : at + length] = picker.choice((b"\0", b"\xff")) * len(data[at : at + length])
    elif kind == 3:
        del data[at : at + length]
    else:
        other = picker.randrange(len(data))
        data[at : at + length] = data[other : other + length]
    return bytes(data)


def make(fixtures, seed, job):
    """(what was done, the bytes) of a job."""
    content, kind, number = fixtures["content"][job[0]], job[1], job[2]
    picker = random.Random(f"{seed} {job}")
    if kind == "cut":
        return f"cut to {number} bytes", content[:number]
    if kind == "unmarked":  # as another program leaves a file: tried by a child process first
        whole = content[:-MARK]
        return f"without checksum, mutation {number}", mutate(whole, picker) if number else whole
    return f"mutation {number}", mutate(content, picker)


def put(path, content):
    with open(path, "wb") as stream:
        stream.write(content)


class Reader:
    """The command that reads files of a kind, ready to run in a folder of this worker's."""

    def __init__(self, world, command, beside=None):
        self.world, self.beside, self.folder = world, beside, None
        self.server = server.Server(world, command.split(), {"FAULT_CPU": "2"})

    def run(self, content):
        if not self.folder:
            self.folder = os.path.join(self.world.work, "damaged", os.urandom(6).hex())
            os.makedirs(self.folder)
            if self.beside:
                os.symlink(self.beside, os.path.join(self.folder, os.path.basename(self.beside)))
        put(os.path.join(self.folder, "it"), content)
        found = self.server.run(self.folder, trapped=False, memory=MEMORY)
        for name in os.listdir(self.folder):
            if self.beside is None or name != os.path.basename(self.beside):
                os.unlink(os.path.join(self.folder, name))
        return found


def read(world, job):
    """Reads one damaged file by the command for it, and compares with what an undamaged one gives."""
    fixtures, job = job
    name = job[0]
    what, content = make(fixtures, world.seed, job)
    status, out, message = fixtures["readers"][name == "model.json"].run(content)
    world.count("damaged files read")
    text = message.decode("utf-8", "replace").strip()
    if status == "hang" or status > 128:
        world.count("crashes or hangs")
    # Changed values are read as they are where nothing tells that they were changed.
    free = name == "model.json" or (job[1] == "unmarked" and job[2])
    if status == 65:
        good = "failwise: error: it" in text
        world.count("damaged files refused")
    else:
        good = status == 0 and (free or out == fixtures["right"][name])
    world.check(good, f"{name} {what}: status {status}: {text[-200:]}")


def damaged_files(world, _, fixtures, everything):
    fixtures["content"], fixtures["right"], jobs = {}, {}, []
    mutations = 5000 if everything else 12
    for name in (*DATASETS, "model.json"):
        with open(os.path.join(fixtures["folder"], name), "rb") as stream:
            content = fixtures["content"][name] = stream.read()
        step = 1024 if everything else len(content) // 4
        jobs += [(name, "cut", size) for size in range(0, len(content), step)]
        jobs += [(name, "mutation", i) for i in range(mutations)]
        if name == "model.json":
            continue
        jobs += [(name, "unmarked", i) for i in range(mutations)]
        arguments = [world.program, "export", name, "obs", "-o", "-"]
        _, fixtures["right"][name], _ = world.run(arguments, fixtures["folder"])
    random.Random(world.seed).shuffle(jobs)
    fixtures["readers"] = (
        Reader(world, "export it obs -o -"),
        Reader(world, "score features.h5 --model it -q -o s.h5", os.path.join(fixtures["folder"], "features.h5")),
    )
    pool.each(world, "damage", read, [(" ".join(map(str, job)), (fixtures, job)) for job in jobs])
