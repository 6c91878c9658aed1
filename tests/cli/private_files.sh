# What the program writes is for its owner alone, whatever the umask; links in the way are not followed; no memory is dumped.
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
umask 000
others() { find "$@" ! -type l -perm /077 | sort; }
mkdir made && cd made || exit 1
"$FAILWISE" run ../answers.csv --ratings ../ratings.csv --keep-text -q -o out >/dev/null
"$FAILWISE" load ../answers.csv -q -o answers.h5 >/dev/null
"$FAILWISE" extract answers.h5 -q -o features.h5 --spans spans.jsonl >/dev/null
"$FAILWISE" fit features.h5 -r ../ratings.csv -q -o model.json >/dev/null
"$FAILWISE" score features.h5 -m model.json -q -o scores.h5 >/dev/null
"$FAILWISE" report scores.h5 -q -o report >/dev/null
"$FAILWISE" agree ../ratings.csv -q -o agreement >/dev/null
"$FAILWISE" feedback out --all -q
"$FAILWISE" feedback out -p ap01 -q -o page.html
"$FAILWISE" compare out report -q -o compared >/dev/null
"$FAILWISE" forget ap01 out -q
"$FAILWISE" simulate -n 20 --seed 1 -q -o cohort >/dev/null
"$FAILWISE" run ../answers.csv --keep 2 -q -o nights >/dev/null
others . | grep -v '^\.$'
find . -type f | sed 's|/pages/.*|/pages/|; s|/tables/.*|/tables/|' | sort -u | wc -l | awk '{ print ($1 >= 45 ? "many files" : $1 " files") }'
cd ..
echo "-- links in the way"
mkdir victim && echo precious >victim/file && echo precious >target
ln -s ../victim made/linked; ln -s ../victim made/fresh.partial; ln -s ../target made/model-link.json; ln -s ../nowhere made/dangling.h5
"$FAILWISE" run answers.csv -q -o made/linked --force; echo "status $?"
"$FAILWISE" run answers.csv -q -o made/fresh --force; echo "status $?"
"$FAILWISE" fit made/features.h5 -r ratings.csv -q -o made/model-link.json --force; echo "status $?"
"$FAILWISE" load answers.csv -q -o made/dangling.h5 --force; echo "status $?"
cat victim/file target; ls -A victim; ls nowhere 2>/dev/null
echo "-- what a killed run left to others is ours alone before anything is written to it"
mkdir -m 777 made/left.partial && "$FAILWISE" run answers.csv -q -o made/left >/dev/null && others made/left
echo "-- no core"
ulimit -c unlimited 2>/dev/null
/usr/bin/python3 - "$FAILWISE" <<'PYTHON'
import os, signal, subprocess, sys, time
def end(command):
    """A process that waits for input is told to dump; whether it did, and its limit."""
    reader, writer = os.pipe()
    process = subprocess.Popen(command, stdin=reader, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    limit, waited = "", 0
    while waited < 100 and "0                    0" not in limit:
        time.sleep(0.1)
        waited += 1
        limit = next(line for line in open(f"/proc/{process.pid}/limits") if line.startswith("Max core"))
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    os.close(writer)
    return os.WTERMSIG(status), os.WCOREDUMP(status), limit.split()[4:6]
print(end([sys.argv[1], "run", "-", "-q", "-o", "dumped"]))
PYTHON
find . -name 'core*'
