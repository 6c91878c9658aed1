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
echo "-- parts are merged by the same rule, and one run is the same as the other"
cat answers.csv answers.csv answers.csv answers.csv answers.csv answers.csv answers.csv answers.csv answers.csv answers.csv >many.csv # over 1 MiB
cat many.csv many.csv >answers.csv
parts() {
    mkdir -p parts
    for i in 1 2; do "$FAILWISE" run answers.csv -q -f -r ratings.csv --max-reject-rate 1 --shard $i/2 -o parts/$i "$@" >/dev/null; done
}
merge() {
    "$FAILWISE" merge parts -o merged "$@" >/dev/null 2>told
    echo "status $? $(grep -E 'nothing changed|finished run' told)"
}
parts
merge
merge
parts --k 6
merge
merge --force
merge
parts
rm -r merged
run -r ratings.csv --max-reject-rate 1 --force
mv out merged
merge
