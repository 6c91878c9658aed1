"""surroundings.py: kills at any time, small disks, odd files, folders that are closed or go away."""

import os
import random
import shutil
import signal
import subprocess
import time

import pool
import syscalls
import world as worlds

NOBODY = 65534


def kill_at(world, job):
    """kill -9 after so long; then old or new output whole, and a second run mends everything."""
    case, seconds = job
    scratch = case.scratch()
    with subprocess.Popen(
        [world.program, *case.arguments], cwd=scratch, env=dict(world.environment, **case.environment), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as run:
        time.sleep(seconds)
        run.kill()
        _, message = run.communicate()
    world.count("kills at random times")
    case.judge(scratch, 0, message, f"killed after {seconds:.4f} s", kill=True)
    shutil.rmtree(scratch)


def kills(world, cases, _, everything):
    picker = random.Random(world.seed)
    jobs = []
    for case in cases:
        started = time.monotonic()
        scratch = case.scratch()
        world.run([world.program, *case.arguments], scratch, env=case.environment)
        shutil.rmtree(scratch)
        case.takes = time.monotonic() - started
    for i in range(300 if everything else 13):
        case = cases[i % len(cases)]
        jobs.append((f"{i} {case.name}", (case, picker.uniform(0, 1.1 * case.takes))))
    pool.each(world, "kills", kill_at, jobs)


def swaps(world, cases, _, everything):
    """Where folders cannot be exchanged there are two renames: killed between them, the old output comes back."""
    if os.geteuid() != 0:
        world.count("parts left out: the program's memory is closed to others, so tracing it takes root")
        return
    jobs = []
    for case in cases:
        if case.output not in ("out", "page", "pages", "raters"):
            continue
        calls = case.calls(no_swap=True)
        last = next(n for n, call, path in reversed(calls) if call == "renameat2")
        jobs += [
            (case, n, call, path, action, True)
            for n, call, path in calls
            if n >= last
            for action in ("9", "EIO")
            if (action == "9" or call in ("rename", "openat", "fsync"))
        ]
    if not everything:  # killed between the two renames, for each kind of folder, and a few more
        between = [job for job in jobs if job[2] == "rename" and job[4] == "9"]
        jobs = between + syscalls.sample([job for job in jobs if job not in between], 8, world.seed)
    pool.each(world, "swaps", syscalls.inject, [(syscalls.name_of(job), job) for job in jobs])


def small_disk(world, cases, _, everything):
    """A disk of 6 MB, filled but for so much: status 74 or 73 and the old output, or enough room."""
    disk = os.path.join(world.work, "disk")
    os.makedirs(disk)
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "none", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        world.count("left out: no disk can be mounted here")
        return
    picker = random.Random(world.seed)
    try:
        for case in cases:
            for room in range(0, 6000, 100) if everything else (picker.randrange(400),):
                scratch = os.path.join(disk, "scratch")
                shutil.copytree(case.home, scratch, symlinks=True)
                status = os.statvfs(disk)
                free = status.f_bavail * status.f_frsize
                with open(os.path.join(disk, "filler"), "wb") as filler:
                    filler.write(b"\0" * max(0, free - room * 1024))
                status, _, message = world.run([world.program, *case.arguments], scratch, env=case.environment)
                os.unlink(os.path.join(disk, "filler"))
                world.count("runs on a full disk")
                world.check(status in (0, 1, 73, 74), f"{case.name}, {room} KiB left: status {status}: {message.decode()}")
                case.judge(scratch, status, message, f"{room} KiB left", [case.output, "standard output", ".html"])
                shutil.rmtree(scratch)
    finally:
        subprocess.run(["umount", disk], check=True)


def devices(world, _, fixtures, __):
    """/dev/full, a limit on the size of files, input byte by byte, and a signal while input is waited for."""
    folder = fixtures["folder"]
    for command in ("export scores.h5 obs -o -", "export scores.h5", "features --json", "help", "version --json"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [world.program, *command.split()], cwd=folder, env=world.environment, stdout=full,
                stderr=subprocess.PIPE, check=False,
            )
        good = done.returncode == 74 and b"standard output: " in done.stderr
        world.check(good, f"{command} >/dev/full: status {done.returncode}: {done.stderr.decode()}")
    status, _, message = world.run(["prlimit", "--fsize=50000", world.program, *"run answers.csv -q -o small".split()], folder)
    left = [name for name in os.listdir(folder) if name.startswith("small")]
    world.check(status == 74 and not left, f"limited file size: status {status}, {left}: {message.decode()}")
    addresses(world, folder)
    slowly(world, folder)
    waiting(world, folder)


def addresses(world, folder):
    """With few addresses a fit ends, too: OpenBLAS asked for its memory for ever."""
    for megabytes in range(100, 280, 30):
        limits = ["prlimit", f"--as={megabytes << 20}", world.program]
        status, _, message = world.run([*limits, *"run answers.csv --ratings ratings.csv -q -t 1 -o small".split()], folder)
        left = [name for name in os.listdir(folder) if name.startswith("small")]
        good = status in (70, 74) and not left or status == 0 and left == ["small"]
        world.check(good, f"{megabytes} MB of addresses: status {status}, {left}: {message.decode()}")
        shutil.rmtree(os.path.join(folder, "small"), ignore_errors=True)


def slowly(world, folder):
    with open(os.path.join(folder, "answers.csv"), "rb") as stream:
        content = stream.read()
    os.mkfifo(os.path.join(folder, "pipe"))
    with subprocess.Popen(
        [world.program, *"load pipe -q -o slow.h5".split()], cwd=folder, env=world.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as run:
        with open(os.path.join(folder, "pipe"), "wb", buffering=0) as pipe:
            for at in range(len(content)):
                pipe.write(content[at : at + 1])
        _, message = run.communicate()
    world.run([world.program, *"export slow.h5 obs -o slow.csv".split()], folder)
    world.run([world.program, *"export answers.h5 obs -o fast.csv".split()], folder)
    with open(os.path.join(folder, "slow.csv"), "rb") as slow, open(os.path.join(folder, "fast.csv"), "rb") as fast:
        same = slow.read() == fast.read()
    world.check(run.returncode == 0 and same, f"a pipe fed byte by byte: status {run.returncode}: {message.decode()}")


def waiting(world, folder):
    """A run that waits for input stops at the first signal."""
    for command in ("run - -q -o waiting", "audit -"):
        with subprocess.Popen(
            [world.program, *command.split()], cwd=folder, env=world.environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as run:
            time.sleep(0.5)
            run.send_signal(signal.SIGTERM)
            try:
                status = run.wait(30)
            except subprocess.TimeoutExpired:
                run.kill()
                status = "hang"
        left = [name for name in os.listdir(folder) if name.startswith("waiting")]
        world.check(status == 143 and not left, f"{command} stopped while it waits: status {status}, {left}")


def become_nobody():
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def closed_folders(world, cases, _, __):
    """Nothing can be created: status 73 (or 66: some do not get as far), the folder named, nothing changed."""
    as_nobody = {"preexec_fn": become_nobody} if os.geteuid() == 0 else {}
    for case in cases:
        scratch = case.scratch()
        subprocess.run(["chmod", "-R", "a+rX", scratch], check=True)
        before = case.look(scratch)
        os.chmod(scratch, 0o555)
        status, _, message = world.run([world.program, *case.arguments], scratch, env=case.environment, **as_nobody)
        os.chmod(scratch, 0o755)
        world.count("runs in a closed folder")
        good = status == 73 and before == case.look(scratch) and case.output.encode() in message
        world.check(good, f"{case.name} in a read-only folder: status {status}: {message.decode()}")
        shutil.rmtree(scratch)


def gone_folders(world, _, __, ___):
    """The folder being built, and the one it is built in, go away while input is waited for."""
    # Enough that work has begun before all of it is there.
    rows = [f'a{i},"I failed. I missed date {i} by two weeks."\n' for i in range(40000)]
    content = ("answer_id,text\n" + "".join(rows)).encode()
    for what in ("out.partial", "."):
        folder = os.path.join(world.work, "gone")
        os.makedirs(folder)
        with subprocess.Popen(
            [world.program, *"run - -q -o out".split()], cwd=folder, env=world.environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as run:
            run.stdin.write(content)
            run.stdin.flush()
            for _ in range(200):
                inner = os.path.join(folder, "out.partial")
                if os.path.exists(inner) and any(name.startswith("rejects") for name in os.listdir(inner)):
                    break
                time.sleep(0.02)
            shutil.rmtree(os.path.normpath(os.path.join(folder, what)), ignore_errors=True)
            _, message = run.communicate()
        world.count("folders removed meanwhile")
        good = run.returncode in (73, 74) and b"failwise: error: out" in message and not os.path.exists(os.path.join(folder, "out"))
        world.check(good, f"{what} removed meanwhile: status {run.returncode}: {message.decode()}")
        shutil.rmtree(folder, ignore_errors=True)
