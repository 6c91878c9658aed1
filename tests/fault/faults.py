"""faults.py: runs the fault tests:  faults.py PROGRAM WORK [--all] [--seed N] [--only PART,..] [--case NAME,..]"""

import argparse
import os
import random
import sys
import time

import caps
import damage
import pool
import process
import surroundings
import syscalls
import world as worlds


READS = {"export": 10**9, "forget_file": 120}  # calls before which all reads of a dataset are made to fail in the sample


def file_calls(world, cases, _, everything):
    if os.geteuid() != 0:
        world.count("parts left out: the program's memory is closed to others, so tracing it takes root")
        return
    jobs = []
    for case in sorted(cases, key=lambda case: case.name == "run"):  # which fits weights each time
        more = syscalls.jobs_of(case, case.calls())
        if everything:
            print(f"{case.name}: {len(more)} faults possible", flush=True)
        random.Random(world.seed).shuffle(more)  # one that has to be stopped is a sample
        jobs += more
    if not everything:  # and where what cannot be read could be taken for what is not there
        reads = [job for job in jobs if job[2] == "pread64" and job[4] == "EIO" and job[1] < READS.get(job[0].name, 0)]
        jobs = reads + syscalls.sample([job for job in jobs if job not in reads], 100, world.seed)
    elif world.most:
        jobs = syscalls.sample(jobs, world.most, world.seed)
    pool.each(world, "calls", syscalls.inject, [(syscalls.name_of(job), job) for job in jobs])


def memory(world, cases, _, everything):
    picker = random.Random(world.seed)
    jobs = []
    for case in cases:
        more = syscalls.allocations(case, 200 if everything else 6, picker)
        if case.name == "extract" and not everything:  # where a dataset is opened, each one
            more += [(case, str(number)) for number in range(1, 41)]
        jobs += more
    pool.each(world, "memory", syscalls.fail_allocation, [(f"{case.name} {which}", (case, which)) for case, which in jobs])


PARTS = {  # what takes longest comes last
    "memory": memory,
    "kills": surroundings.kills,
    "swaps": surroundings.swaps,
    "disk": surroundings.small_disk,
    "devices": surroundings.devices,
    "closed": surroundings.closed_folders,
    "gone": surroundings.gone_folders,
    "caps": caps.caps,
    "process": process.process,
    "damage": damage.damaged_files,
    "calls": file_calls,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("work")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="with --all: no more faults in calls than this")
    parser.add_argument("--minutes", type=float, default=0, help="what has not begun by then is left out, and counted")
    parser.add_argument("--only", default="")
    parser.add_argument("--case", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="faults side by side")
    parser.add_argument("--record", default="", help="a file for what is finished; a run with it leaves out what is in it")
    options = parser.parse_args()
    world = worlds.World(options.program, options.work, options.seed)
    world.most = options.most
    world.workers = options.jobs
    world.record = pool.Record(options.record, world.program, options.seed, options.all)
    if options.minutes:
        world.end = time.monotonic() + 60 * options.minutes
    fixtures = worlds.make_fixtures(world)
    cases = worlds.make_cases(world, fixtures, options.case.split(",") if options.case else None)
    for name, part in PARTS.items():
        if options.only and name not in options.only.split(","):
            continue
        started = time.monotonic()
        part(world, cases, fixtures, options.all)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    for name in ("crashes or hangs", "losses"):
        world.count(name, 0)
    for name, number in world.figures.items():
        print(f"{number:8d}  {name}")
    print(f"fault: {world.passed} passed, {len(world.failures)} failed")
    return 1 if world.failures else 0


if __name__ == "__main__":
    sys.exit(main())
