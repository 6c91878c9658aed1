# What is too large is told, in bounded memory: gzip bombs, a million columns, a giant field, many groups, deep JSON and YAML.
/usr/bin/python3 - <<'PYTHON'
import gzip
def bomb(name, head, block, count):
    with gzip.open(name, "wb", 6) as out:
        out.write(head)
        for _ in range(count):
            out.write(block)
bomb("field.csv.gz", b"answer_id,text\na1,\"", b"a" * (1 << 20), 100)  # one field of 100 MB, never closed
bomb("record.csv.gz", b"answer_id,text\na1,", b"b," * (1 << 19), 50)     # one record of 25 million fields
bomb("header.csv.gz", b"answer_id,text,", b"c" * (1 << 20), 50)          # a header of 50 MB
bomb("blank.csv.gz", b"answer_id,text\na1,I failed.\n", b"\n" * (1 << 20), 50)
open("columns.csv", "w").write("answer_id,text," + ",".join(f"c{i}" for i in range(1000000)) + "\na1,I failed.\n")
open("5000.csv", "w").write("answer_id,text," + ",".join(f"c{i}" for i in range(5000)) + "\na1,I failed.\n")
open("wide.csv", "w").write("answer_id,text\na1,I failed," + ",".join("x" * 5 for i in range(1000000)) + "\na2,I failed.\n")
with open("groups.csv", "w") as out:
    out.write("answer_id,participant_id,cohort,text\n")
    for i in range(12000):
        out.write(f"a{i},p{i},cohort {i},I failed.\n")
open("deep.json", "w").write("[" * 200000 + "]" * 200000)
open("deep.yaml", "w").write("a: " + "[" * 100000 + "]" * 100000)
open("large.dic", "w").truncate(70 << 20)
PYTHON
cat >within.py <<'PYTHON'
"""Runs a command with 1.5 GB of addresses (threads and BLAS reserve some of it) and tells whether 400 MB were enough."""
import resource, subprocess, sys
sanitized = b"__asan_init" in open(sys.argv[1], "rb").read()  # its shadow is larger than any limit
if not sanitized:
    resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
lines = [x for x in (done.stdout + done.stderr).splitlines()
         if x.startswith("failwise") or " read = " in x or "_record" in x or "_text" in x or x.startswith("    line")]
print("\n".join(x[:150] for x in lines) or "nothing is said")
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print("status", done.returncode, "within 400 MB" if used < (1600 if sanitized else 400) else f"TOOK {used:.0f} MB")
print(sys.argv[2:4], done.returncode, f"{used:.0f} MB", file=open("measured", "a"))
PYTHON
du -k ./*.gz | awk '{ total += $1 } END { print (total < 1000 ? "bombs of less than 1 MB" : "large bombs: " total) }'
within() { echo "-- $*"; /usr/bin/python3 within.py "$FAILWISE" "$@" -t 2; }
for file in field.csv.gz record.csv.gz header.csv.gz blank.csv.gz columns.csv 5000.csv wide.csv; do
    within check $file --max-reject-rate 1
done
within run groups.csv -q -o groups
grep -c suppressed groups/tables/cohorts.csv; tail -n 1 groups/tables/cohorts.csv
within run groups.csv -q --model deep.json -o deep
within extract groups/cohort.h5 -q --lexicon deep.yaml -o deep.h5
within extract groups/cohort.h5 -q --lexicon large.dic -o deep.h5
