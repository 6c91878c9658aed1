# the ranking as JSON: the members of the manual, ranks in order, shares that add up
printf 'Staff engineer\nYou own backups and incident response.\n' >role.txt
echo "I lost orders because I never tested our backups. I learned that a backup without a test is a hope." >a.txt
echo "We were busy." >b.txt
"$FAILWISE" pick b.txt a.txt --role role.txt --json >found
python3 - <<'PY'
import json
found = json.load(open("found"))
print(list(found), list(found["role"]), sep="\n")
print(list(found["stories"][0]))
print([(s["rank"], s["story"], s["type"]) for s in found["stories"]])
for s in found["stories"]:
    assert abs(s["fit"] - (0.6 * s["strength"] + 0.4 * s["closeness"])) < 1e-5
print(found["role"]["level"], found["types"], found["missing"])
print([w["story"] for w in found["stories"][0]["shared"]])
PY
