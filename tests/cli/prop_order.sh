# rows in another order: the same score for every answer
tr -d '\r' <"$DATASETS/example/answers.csv" >answers.csv
cp "$DATASETS/example/ratings.csv" .
# A record may hold line ends inside quotes: joined by a mark, sorted, and parted again.
records() {
    awk '{ line = line (line == "" ? "" : "\001") $0; open += gsub(/"/, "\"")
           if (open % 2 == 0) { print line; line = "" } }'
}
{ head -n 1 answers.csv; tail -n +2 answers.csv | records | sort -r | tr '\001' '\n'; } >sorted.csv
cmp -s answers.csv sorted.csv && echo "nothing was changed"
for f in answers sorted; do
    "$FAILWISE" run $f.csv -q -o $f >/dev/null
    "$FAILWISE" run $f.csv -q --ratings ratings.csv -o $f.fit >/dev/null
    sort $f/scores.csv >$f.rubric.scores
    sort $f.fit/scores.csv >$f.fit.scores
done
cmp answers.rubric.scores sorted.rubric.scores
# Sums over rows in another order may differ in their last digits.
sh "$TESTS/golden/same" answers.fit.scores sorted.fit.scores
