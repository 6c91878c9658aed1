"""What the scripts of tests/bench that time programs share: the build, one measured run, the machine."""
import datetime
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/release"
TOOLS = BUILD / "tests"
PROGRAM = BUILD / "failwise"
os.environ["LC_ALL"] = "C.UTF-8"


def run(command):
    """Runs a command; its wall seconds, peak MiB, standard output and CPU seconds. Ends everything when it fails."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen([str(word) for word in command], stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            sys.exit(f"run: status {child.returncode} from {' '.join(map(str, command))}")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read().decode(), usage.ru_utime + usage.ru_stime


def build(wanted):
    """The release build of those of the wanted targets that can be built here, and of all other bench programs."""
    log = subprocess.run(["cmake", "--preset", "release", "-DFAILWISE_TESTS=ON"], cwd=ROOT, capture_output=True, text=True, check=False)
    known = subprocess.run(["ninja", "-C", BUILD, "-t", "targets", "all"], capture_output=True, text=True, check=False).stdout
    names = {line.split(":")[0].rsplit("/", 1)[-1] for line in known.splitlines()}
    targets = sorted(name for name in names if name in wanted or (name.startswith("bench_") and "." not in name))
    made = subprocess.run(["ninja", "-C", BUILD, *targets], capture_output=True, text=True, check=False)
    if log.returncode or made.returncode:
        sys.exit(log.stderr + made.stdout[-3000:])


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")[0]


def describe():
    """The program, the date, the machine."""
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    yield f"{first_line(str(PROGRAM), 'version')}, {first_line('git', '-C', str(ROOT), 'describe', '--always', '--dirty')}, {datetime.date.today()}"
    yield f"{cpu.group(1) if cpu else 'unknown processor'}, {len(os.sched_getaffinity(0))} cores, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}"
    if os.getloadavg()[0] > len(os.sched_getaffinity(0)):
        yield "the machine is busy with other things: rows of wall time, those of two threads above all, are too slow"
