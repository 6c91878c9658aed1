# two drafts as one JSON object: both analyses as audit gives them alone, and the changes
echo "The deadline slipped and we lost the client." >first.txt
echo "I missed the deadline by 3 weeks and we lost the client. I decided to skip the review." >second.txt
"$FAILWISE" audit first.txt second.txt --json >both && wc -l <both
python3 - <<'PY'
import json, subprocess, os
both = json.load(open("both"))
print(list(both))
for side, name in (("before", "first.txt"), ("after", "second.txt")):
    alone = json.loads(subprocess.run([os.environ["FAILWISE"], "audit", name, "--json"], capture_output=True).stdout)
    print(side, both[side] == alone)
texts = {side: open(name, "rb").read() for side, name in (("before", "first.txt"), ("after", "second.txt"))}
for change in both["changes"]:
    for side in texts:
        span = change[side]
        assert span is None or texts[side][span["start"]:span["end"]].decode() == span["text"], change
print(sorted({(c["kind"], c["effect"]) for c in both["changes"] if c["kind"] in ("decision", "number")}))
print(list(both["difference"]))
PY
