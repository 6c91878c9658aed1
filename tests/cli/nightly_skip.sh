# Skipped when nothing has changed, by content; everything that can change results counts.
cp "$DATASETS/example/ratings.csv" .
head -n 116 "$DATASETS/example/answers.csv" >answers.csv
run() {
    "$FAILWISE" run answers.csv -o out "$@" >/dev/null 2>told
    echo "status $? $(grep -E 'nothing changed|finished run' told | sed 's/"time.*"event/"event/')"
}
run
cp -r out before
touch answers.csv
run
run -t 1 -v
run --log-format json --metrics-file f.prom
grep -E '^failwise_last_run_(status|skipped) ' f.prom
diff -r out before && echo untouched
echo "-- what counts"
run --k 6
run --ratings ratings.csv
run --seed 3
echo 'k = 7' >settings.conf
run --config settings.conf
FAILWISE_K=8 run
"$FAILWISE" run - -o out <answers.csv >/dev/null 2>&1; echo "status $? of standard input"
cp answers.csv kept.csv
sed 's/I /we /' kept.csv >answers.csv
run
cp kept.csv answers.csv
run
echo "-- a result is gone, or cut"
rm out/scores.csv
run
run --force
: >out/model.json
run
written=$(stat -c %i out/manifest.json)
run --force
run
echo "-- an output that was forced is made again"
[ "$(stat -c %i out/manifest.json)" = "$written" ] || echo written
for file in scores.csv model.json summary.json report.md cohort.h5; do cmp "out/$file" "before/$file"; done
