# Answers that simulate wrote are known by what they hold, and results of them are labelled synthetic, asked for or not.
"$FAILWISE" simulate -n 60 --seed 5 -q -o cohort >/dev/null || exit
label() { # NAME: what the results say
    echo "$1: summary $(grep -c '"synthetic": true' "$1/summary.json"), page $(grep -c 'Synthetic data' "$1/report.html"), dataset $(
        "$FAILWISE" report "$1/cohort.h5" -q -o again -f >/dev/null; "$FAILWISE" compare "$1" "$1" -q -o same -f >/dev/null; grep -c 'Synthetic data' same/compare.html same/report.html 2>/dev/null | cut -d: -f2)"
}
"$FAILWISE" run cohort/answers.csv --progress off -o known 2>&1 | grep note
label known
mkdir parts && for i in 1 2; do "$FAILWISE" run cohort/answers.csv --shard $i/2 -q -o parts/$i >/dev/null; done
"$FAILWISE" merge parts -q -o merged >/dev/null && diff -r -x manifest.json known merged && echo "merged: the same"
mv cohort/answers.csv cohort/renamed.csv && "$FAILWISE" run cohort/renamed.csv -q -o renamed >/dev/null
label renamed
echo "-- not: changed, elsewhere, from a pipe, a manifest that is none or none that can be read"
sed '2s/I/We/' cohort/renamed.csv >cohort/changed.csv && "$FAILWISE" run cohort/changed.csv -q -o changed >/dev/null
label changed
cp cohort/renamed.csv . && "$FAILWISE" run renamed.csv -q -o elsewhere >/dev/null
label elsewhere
"$FAILWISE" run - -q -o piped <cohort/renamed.csv >/dev/null
label piped
sed 's/failwise simulate/other/' cohort/manifest.json >manifest.json && "$FAILWISE" run renamed.csv -q -o other >/dev/null
label other
echo '{' >manifest.json && "$FAILWISE" run renamed.csv -q -o broken >/dev/null
label broken
rm manifest.json && mkfifo manifest.json && "$FAILWISE" run renamed.csv -q -o fifo >/dev/null
label fifo
