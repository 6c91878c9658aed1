"""faults.py: runs the fault tests:  faults.py PROGRAM WORK [--all] [--seed N] [--only PART,..] [--case NAME,..]"""

import argparse
import random
import sys
import time

import syscalls
import world as worlds


def file_calls(world, cases, everything):
    jobs = [job for case in cases for job in syscalls.jobs_of(case, case.calls())]
    if not everything:
        jobs = syscalls.sample(jobs, 150, world.seed)
    world.each(lambda job: syscalls.inject(world, job), jobs)


def memory(world, cases, everything):
    picker = random.Random(world.seed)
    jobs = []
    for case in cases:
        jobs += syscalls.allocations(world, case, 200 if everything else 6, picker)
    world.each(lambda job: syscalls.fail_allocation(world, job), jobs)


PARTS = {"calls": file_calls, "memory": memory}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("work")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--case", default="")
    options = parser.parse_args()
    world = worlds.World(options.program, options.work, options.seed)
    fixtures = worlds.make_fixtures(world)
    cases = worlds.make_cases(world, fixtures, options.case.split(",") if options.case else None)
    for name, part in PARTS.items():
        if options.only and name not in options.only.split(","):
            continue
        started = time.monotonic()
        part(world, cases, options.all)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    for name in ("crashes or hangs", "losses"):
        world.count(name, 0)
    for name, number in world.figures.items():
        print(f"{number:8d}  {name}")
    print(f"fault: {world.passed} passed, {len(world.failures)} failed")
    return 1 if world.failures else 0


if __name__ == "__main__":
    sys.exit(main())
