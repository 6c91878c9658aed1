# Words and ids made to collide in tables whose places one could compute cost no more than any other words.
/usr/bin/python3 - <<'PYTHON'
import itertools, random
letters = "abcdefghijklmnopqrstuvwxyz"
fast = random.Random(1)
pairs = ["".join(p) for p in itertools.product(letters, repeat=2)]
# The low 48 bits of both halves of a 16-byte word are the same in all of them: so was their place.
chosen = [f"stepss{a}winter{b}" for a in pairs[:220] for b in pairs[:220]]
usual = ["".join(fast.choices(letters, k=16)) for _ in chosen]
for name, words in ("chosen", chosen), ("usual", usual):
    with open(name + ".csv", "w") as out:
        out.write("answer_id,text\n")
        for i in range(0, len(words), 1000):
            out.write(f"a{i},I failed. {' '.join(words[i:i + 1000])}\n")
PYTHON
for name in usual chosen; do
    /usr/bin/python3 - "$FAILWISE" $name <<'PYTHON'
import resource, subprocess, sys
program, name = sys.argv[1:]
subprocess.run([program, "run", name + ".csv", "-t", "1", "-q", "-o", name], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, file=open(name + ".seconds", "w"))
PYTHON
done
awk 'NR == FNR { usual = $1; next } { print ($1 < 3 * usual + 0.5 ? "as fast as other words" : "SLOW: " $1 " s, others " usual " s") }' usual.seconds chosen.seconds
