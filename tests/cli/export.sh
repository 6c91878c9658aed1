# Tables out of a dataset: the list, CSV and JSON Lines, one participant, all that is held about one; what cannot be asked for.
"$FAILWISE" run "$DATASETS/example/answers.csv" --ratings "$DATASETS/example/ratings.csv" --synthetic --keep-text -q -o out >/dev/null
"$FAILWISE" export out
echo "-- what comes out is what went in"
"$FAILWISE" export out uns/scores -o scores.csv
cut -d, -f1 scores.csv >ids; cut -d, -f1 out/scores.csv | cmp - ids && echo "the same ids"
awk -F, 'NR == FNR { a[$1] = $2; next } FNR > 1 { d = a[$1] - $2; if (d < 0) d = -d; if (d > most) most = d } END { print(most < 5e-6 ? "the same scores" : most) }' scores.csv out/scores.csv
"$FAILWISE" export out/cohort.h5 X --to jsonl | /usr/bin/python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
print(len(rows), len(rows[0]), rows[0]["answer_id"], rows[1]["arc_count"])'
"$FAILWISE" export out obsm/arc | head -n 1
"$FAILWISE" export out/answers.h5
echo "-- one participant"
"$FAILWISE" export out obs --participant ap01 | cut -d, -f1-3
"$FAILWISE" export out --participant ap01 | /usr/bin/python3 -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    print(row["file"], row["table"], row["row"].get("answer_id"), "text" in row["row"])'
echo "-- an answer where nobody is named"
printf 'answer_id,text\n=a,We missed the date by two weeks because I guessed.\nb,It failed and I learned a lot.\n' >plain.csv
"$FAILWISE" run plain.csv -q -o plain >/dev/null
"$FAILWISE" export plain obs --participant b | cut -d, -f1-3
"$FAILWISE" export plain obs | cut -d, -f1
echo "-- what cannot be asked for"
"$FAILWISE" export out nothing; echo "status $?"
"$FAILWISE" export out var --participant ap01; echo "status $?"
"$FAILWISE" export out --participant someone; echo "status $?"
"$FAILWISE" export out --participant ap01 --to csv; echo "status $?"
"$FAILWISE" export out obs --to yaml; echo "status $?"
"$FAILWISE" export nowhere; echo "status $?"
"$FAILWISE" export plain.csv obs; echo "status $?"
"$FAILWISE" export out obs -o scores.csv; echo "status $?"
