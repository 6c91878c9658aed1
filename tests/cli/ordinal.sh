# The ordinal model of a table: its tables, scores that repeat, and what cannot be fitted.
ORACLE=$TESTS/oracle/rsmtool
table() { "$FAILWISE" "$@" --id-column ID; }
table fit -q --table "$ORACLE/train.csv" --features-file "$ORACLE/features.csv" --human score --length-column LENGTH --model-type ordinal -o o
awk -F, '{ printf "%s %.4s\n", $1, $2 }' o/thresholds.csv
head -n 1 o/predictions.csv
cut -d, -f1,3 o/proportional_odds.csv
cut -d, -f1 o/likelihood.csv
cut -d, -f11 o/model_fit.csv
table score -q --table "$ORACLE/train.csv" --human score -m o/model.json -o s
cut -d, -f1-9 o/predictions.csv | cmp - s/predictions.csv && echo same predictions
awk -F, 'NR > 1 { n++; ok += $9 == $2; near += $3 > .9 && $3 < 6.1 } END { print n, (ok > n / 2 ? "mostly right" : ok), near }' s/predictions.csv
table fit -q --table "$ORACLE/train.csv" --features-file "$ORACLE/features.csv" --human score --length-column LENGTH --model-type ordinal -o again
for f in o/*.csv o/model.json; do cmp "$f" "again/${f#*/}"; done && echo same bytes
echo "-- a dataset's features"
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" load -q answers.csv -o a.h5 >/dev/null && "$FAILWISE" extract -q a.h5 -o f.h5 >/dev/null
awk -F, 'NR == 1 || !seen[$1]++' ratings.csv >first.csv
"$FAILWISE" fit -q f.h5 -r first.csv --model-type ordinal --features words,arc_act,arc_learn -o d.json && "$FAILWISE" score -q f.h5 -m d.json -o d.h5 && echo scored
echo "-- one rating, separation, too many ratings, a damaged model"
awk 'BEGIN { print "ID,f,same,split,many"; for (i = 1; i <= 60; i++) print i "," i ",3," (i > 30 ? 4 : 2) "," i / 7 }' >t.csv
for human in same split many; do
    table fit -q --table t.csv --features f --human $human --scale 1:9 --model-type ordinal -o $human; echo "status $?"
    [ -d $human ] && cut -d, -f1 $human/likelihood.csv | tail -n 1 && tail -n +2 $human/notes.csv
done
sed 's/"thresholds": \[/"thresholds": [1,/' o/model.json >bad.json
table score -q --table "$ORACLE/test.csv" -m bad.json -o none.csv; echo "status $?"
