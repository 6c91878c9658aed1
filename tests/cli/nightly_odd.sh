# Nights that go wrong: a clock that was ahead, drift of few people, a last run that is damaged, a history that cannot be written.
command -v faketime >/dev/null || { echo "faketime is not installed"; exit 77; }
# A program with sanitizers takes the clock of faketime too, when it is told that this may come first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
TZ=UTC
export TZ ASAN_OPTIONS
head -n 116 "$DATASETS/example/answers.csv" >answers.csv
night() { # night DATE [OPTIONS..]
    date=$1
    shift
    faketime --exclude-monotonic -f "$date 02:00:00" "$FAILWISE" run answers.csv -o nightly --keep 9 "$@" 2>&1 | grep -E '^failwise:|^drift|^nothing' | sed 's/PSI [0-9].*/PSI/'
    echo "-- $date: latest $(readlink nightly/latest), $(ls nightly | grep -c ^20) runs"
}
night 2038-01-19
echo 'x1,,,,,,,,,It failed and I learned to ask first.' >>answers.csv
night 2026-11-20
night 2026-11-21
sed 's/I /we /' answers.csv >changed.csv && mv changed.csv answers.csv
night 2026-11-22
sed 's/we /I /' answers.csv >changed.csv && mv changed.csv answers.csv
: >nightly/2026-11-22T02-00-00Z/scores.csv
night 2026-11-23
ln -sfn 2026-11-19T02-00-00Z nightly/latest
night 2026-11-23 --max-psi 9
rm nightly/latest
night 2026-11-23
mv nightly/history.csv elsewhere.csv && ln -s ../elsewhere.csv nightly/history.csv
echo 'x2,,,,,,,,,It failed twice.' >>answers.csv
night 2026-11-24
rm nightly/history.csv && mv elsewhere.csv nightly/history.csv
night 2026-11-24
cut -d, -f2,3,5 nightly/history.csv
rm -f nightly/.lock && mkdir nightly/.lock
night 2026-11-25
