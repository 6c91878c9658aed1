# Raters of the example: the summary, findings first; figures in tables; one trait, or all; the same bytes again.
"$FAILWISE" agree "$DATASETS/example/ratings.csv" --trait overall
echo "-- tables"
"$FAILWISE" agree "$DATASETS/example/ratings.csv" -o all
for f in all/*.csv; do printf '%s: %s rows: ' "${f#all/}" $(($(wc -l <"$f") - 1)); head -n 1 "$f"; done
awk -F, 'NR > 1 && $21 != "" { print $1, $2, $21 }' all/raters.csv
"$FAILWISE" agree "$DATASETS/example/ratings.csv" -t 1 -o again >/dev/null
for f in all/*.csv; do cmp "$f" "again/${f#*/}"; done && echo "same bytes"
"$FAILWISE" agree "$DATASETS/example/ratings.csv" --seed 2 -o other >/dev/null
cmp -s all/reliability.csv other/reliability.csv || echo "another seed, other intervals"
echo "-- rows in another order, raters in another order: the same figures"
{ head -n 1 "$DATASETS/example/ratings.csv"; tail -n +2 "$DATASETS/example/ratings.csv" | grep ',overall,' | sort -t, -k2,2r -k1,1r; } >turned.csv
"$FAILWISE" agree turned.csv -o turned >/dev/null
"$FAILWISE" agree "$DATASETS/example/ratings.csv" --trait overall -o one >/dev/null
for f in raters reliability components decision_study pairs facets; do
    paste -d, one/$f.csv turned/$f.csv | awk -F, -v f=$f '{ half = NF / 2; for (i = 1; i <= half; i++) {
        d = $i - $(i + half); if ($i != $(i + half) && !(d * d < 1e-10)) { print "OFF", f, NR, i, $i, $(i + half) } } }'
done
