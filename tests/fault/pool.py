"""pool.py: jobs side by side in processes, each finished one recorded, so that a long run can be taken up again."""

import hashlib
import json
import multiprocessing
import os
import time

shared = None  # (world, function, jobs): what the forked workers see of their parent


def one(number):
    """A job in a worker: what it added to the world's figures."""
    world, function, jobs = shared
    world.passed, world.failures, world.figures = 0, [], {}
    if time.monotonic() > world.end:
        return number, None
    try:
        function(world, jobs[number])
    except (Exception, SystemExit) as problem:  # of the tests themselves: the pool would wait for a worker that is gone
        world.check(False, f"{type(problem).__name__}: {problem}")
    return number, {"passed": world.passed, "failures": world.failures, "figures": world.figures}


class Record:
    """A file with a line for each finished job: its name, and what came of it."""

    def __init__(self, path, program, seed, everything):
        self.done, self.stream = {}, None
        if not path:
            return
        with open(program, "rb") as stream:
            head = {"program": hashlib.blake2b(stream.read(), digest_size=16).hexdigest(), "seed": seed, "all": everything}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as stream:
                lines = stream.read().splitlines()
            if not lines or json.loads(lines[0]) != head:
                raise SystemExit(f"fault: {path} is the record of another program, seed or extent")
            for line in lines[1:]:
                try:
                    entry = json.loads(line)
                except ValueError:  # cut off when that run was stopped
                    continue
                self.done[entry.pop("job")] = entry
        self.stream = open(path, "a", encoding="utf-8", buffering=1)  # noqa: SIM115
        if self.stream.tell() == 0:
            self.stream.write(json.dumps(head) + "\n")

    def add(self, name, entry):
        if self.stream:
            self.stream.write(json.dumps(dict(entry, job=name)) + "\n")


def each(world, part, function, jobs):
    """Does function(world, job) for all jobs, [(name, job)], but for those that are on record; sums what came of them."""
    global shared
    names = [f"{part}: {name}" for name, _ in jobs]
    shared = (world, function, [job for _, job in jobs])
    todo = [i for i, name in enumerate(names) if name not in world.record.done]
    sums = (world.passed, world.failures, world.figures)
    entries = [world.record.done[name] for name in names if name in world.record.done]

    def finished(number, entry):
        if entry is None:
            entries.append({"passed": 0, "failures": [], "figures": {"left out for lack of time": 1}})
            return
        world.record.add(names[number], entry)
        entries.append(entry)

    with multiprocessing.get_context("fork").Pool(world.workers) as pool:
        for number, entry in pool.imap_unordered(one, todo, chunksize=4):
            finished(number, entry)
    world.passed, world.failures, world.figures = sums
    for entry in entries:
        world.passed += entry["passed"]
        world.failures += entry["failures"]
        for name, by in entry["figures"].items():
            world.count(name, by)
