"""syscalls.py: every k-th call on a file fails, comes up short, or is the last; sampled allocations fail."""

import os
import random
import re
import shutil

# What can befall a call. Errors that a call cannot give are left out; so is a failing unlink, which leaves what it must.
ERRORS = {
    "openat": ("EIO", "EACCES"),
    "read": ("EIO", "EINTR", "short"),
    "pread64": ("EIO", "EINTR", "short"),
    "write": ("ENOSPC", "ENOSPC+", "EIO", "EINTR", "short"),
    "writev": ("ENOSPC", "EIO"),
    "pwrite64": ("ENOSPC", "ENOSPC+", "EIO", "EINTR", "short"),
    "pwritev": ("ENOSPC", "ENOSPC+", "EIO", "EINTR", "short"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO",),
    "syncfs": ("EIO",),
    "ftruncate": ("EIO", "ENOSPC"),
    "mmap": ("ENOMEM",),
    "rename": ("EIO", "ENOSPC"),
    "renameat2": ("EIO",),
    "mkdir": ("ENOSPC", "EACCES"),
    "flock": ("EIO",),
    "getdents64": ("EIO",),
}
SIGNALS = ("9", "15")


def jobs_of(case, calls, no_swap=False):
    """Every call with every way to fail."""
    return [
        (case, number, call, path, action, no_swap)
        for number, call, path in calls
        for action in (*ERRORS.get(call, ()), *SIGNALS)
    ]


def name_of(job):
    case, number, _, _, action, no_swap = job
    return f"{case.name} {number} {action}{' no swap' if no_swap else ''}"


INPUTS = ("answers.csv", "ratings.csv", "model.json")  # a hash of these that cannot be had is left out of the manifest


def inject(world, job):
    case, number, call, path, action, no_swap = job
    scratch = case.take()
    status, _, message = case.server.run(scratch, wanted=number, action=action, no_swap=no_swap)
    killed = action == "9"
    what = f"call {number} {call} {path} {'without swaps ' if no_swap else ''}gives {action}"
    world.count("faults injected into file calls")
    # The file itself, or the output that it is a part of.
    file = re.sub(r"\.partial(-\w{6})?", "", path)
    names = ["standard output"] if path == "stdout" else [file.split("/")[-1], file.split("/")[0], case.output]
    if action == "ENOSPC+":  # a file without rows would have been dropped: then it is the next one that says so
        names.append("standard output")
    if action in ("15",):
        names = ["stopped by signal"]
        good = status in (0, 1, 143)
    elif killed:
        good = status in (137, 0, 1)  # a run that ends between the call and the signal
    elif action == "short":
        good = status == case.status
    elif action == "EINTR":
        # The C library's own stream gives up a write that was interrupted. The only signals that we catch end the run.
        good = status == case.status or (path == "stdout" and status == 74)
    else:
        good = status in (case.status, 65, 66, 73, 74)
    if not good:
        world.check(False, f"{case.name}, {what}: status {status}: {message.decode('utf-8', 'replace').strip()[-200:]}")
        if status == "hang" or (isinstance(status, int) and status > 128):
            world.count("crashes or hangs")
    # What is to be removed, and cannot be listed to its end or opened: the next run's work.
    left = status in (0, 1) and (call == "getdents64" or (call == "openat" and ".partial" in path))
    case.judge(scratch, status if status != 143 else 74, message, what, names, kill=killed or left, unhashed=path in INPUTS)
    case.give(scratch)


def sample(jobs, most, seed):
    """A sample with every call of every case in it as evenly as can be: one of each kind first."""
    picker = random.Random(seed)
    picker.shuffle(jobs)
    kinds, first, rest = set(), [], []
    for job in jobs:
        case, _, call, path, action, _ = job
        kind = (call, action)
        (rest if kind in kinds else first).append(job)
        kinds.add(kind)
    return (first + rest)[:most]


def allocations(case, most, picker):
    """A sample of the case's allocations: one fails, or all from one on."""
    scratch = case.scratch()
    count = scratch + ".count"
    status, _, _ = case.server.run(scratch, trapped=False, count=count)
    shutil.rmtree(scratch)
    case.server.stop()
    if status != case.status:
        raise SystemExit(f"fault: {case.name} does not run with the preload library: status {status}")
    with open(count, encoding="utf-8") as stream:
        total = int(stream.read())
    os.unlink(count)
    return [(case, f"{picker.randint(1, total)}{mark}") for mark in ("", "+") for _ in range(most // 2)]


def fail_allocation(world, job):
    case, which = job
    scratch = case.take()
    status, _, message = case.server.run(scratch, trapped=False, allocation=which)
    world.count("failed allocations")
    if status == "hang" or status > 128:
        world.count("crashes or hangs")
    case.judge(scratch, status, message, f"allocation {which} fails")
    case.give(scratch)
