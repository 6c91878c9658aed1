# Dated runs: the folders, latest, what is kept, what is skipped, history, drift and trend from night to night.
. "$TESTS/cli/helpers"
command -v faketime >/dev/null || { echo "faketime is not installed"; exit 77; }
# A program with sanitizers takes the clock of faketime too, when it is told that this may come first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
TZ=UTC
export TZ ASAN_OPTIONS
head -n 116 "$DATASETS/example/answers.csv" >small.csv
night() { # night DATE ANSWERS [OPTIONS..]
    cp "$2" answers.csv
    date=$1
    shift 2
    echo "-- $date"
    faketime --exclude-monotonic -f "$date 02:00:00" "$FAILWISE" run answers.csv -q --synthetic -o nightly --keep 3 --metrics-file f.prom "$@"
    echo "status $?; latest $(readlink nightly/latest); $(ls nightly | grep -c ^2026) runs"
}
night 2026-11-21 small.csv
echo "-- nothing has changed: nothing is written"
cp -r nightly before
night 2026-11-22 small.csv
rm before/.lock && cp -r nightly after && rm after/.lock && diff -r before after && echo same
grep -E '^failwise_(last_run_status|last_run_skipped|answers) ' f.prom
stat -c %a f.prom
echo "-- a run that ended before its link was switched"
rm nightly/latest
night 2026-11-22 small.csv
echo "-- changed, twice in a second, and more than are kept"
night 2026-11-23 "$DATASETS/example/answers.csv" --max-psi 0.1
night 2026-11-23 small.csv --force
night 2026-11-24 small.csv --force --trend 2
grep -A 7 '"figure": "answers"' nightly/latest/summary.json | sed 's/^ *//'
echo "-- a failed gate does not move the link, and what it leads to is kept"
printf 'x1,\nx2,a,b,c,d,e,f,g,h,i,j,k,l,m\n' | cat "$DATASETS/example/answers.csv" - >bad.csv
for day in 25 26 27 28; do
    night "2026-11-$day" bad.csv --max-reject-rate 0.001 --force 2>/dev/null
done
# The page shows what summary.json says: the last run kept beside all before it.
last=$(ls -d nightly/2026-11-28*)
cat "$last/tables/trend.csv"
grep -c 'Headline figures from run to run' "$last/report.html"
sed -n '/outside what the last/p' "$last/report.md"
ls nightly
cut -d, -f1,2,3,5,8 nightly/history.csv
echo "-- a run that was killed left a folder; somebody's files stay"
mkdir -p nightly/2026-11-01T02-00-00Z.partial nightly/2026-11-01-notes
echo torn >>nightly/history.csv
printf '2026-1' >>nightly/history.csv
night 2026-11-29 small.csv
ls nightly
tail -n 3 nightly/history.csv | cut -d, -f1
echo "-- the folder is held"
night 2026-11-30 small.csv
mkfifo pipe
faketime --exclude-monotonic -f '2026-11-30 03:00:00' "$FAILWISE" run - -q -o nightly --keep 3 <pipe &
first=$!
exec 3>pipe
feed nightly/2026-11-30T03-00-00Z || echo "no run has begun"
night 2026-12-01 small.csv 2>told
sed 's/process [0-9]* on [^ ]*, since/process FIRST on HOST, since/' told
grep -E '^failwise_' f.prom
echo "-- and let go on SIGTERM"
kill -TERM "$(sed -n 's/process \([0-9]*\) .*/\1/p' nightly/.lock)"
exec 3>&-
wait $first
echo "status $?"
ls -A nightly
