# Ratings of few people: below k no weights are fitted to them, the rubric scores, and what a report says of them is withheld; below 20 the weights are called too little.
# `check` says so beforehand, in the words of the warning.
# The first N participants of the example, two answers each; one rater.
few() { # N
    awk -F, -v n="$1" 'NR > 1 && /^a[0-9]+,ap/ && !($2 in seen) { if (++seen_count > n) exit; seen[$2] = 1 } NR > 1 && /^a[0-9]+,ap/ && $2 in seen { print $1 }' \
        "$DATASETS/example/answers.csv" >ids
    { echo answer_id,rater_id,rating; awk 'NR == FNR { id[$1] = 1; next } { split($0, c, ",") } c[3] == "overall" && c[1] in id { print c[1] "," c[2] "," c[4] }' \
        ids "$DATASETS/example/ratings.csv"; } >ratings.csv
    rm -rf out
    "$FAILWISE" run "$DATASETS/example/answers.csv" --ratings ratings.csv --synthetic -o out 2>&1 | grep -E ' of .* participant|warning'
}
says() { sed -n "/^## $1\. /,/^## /p" out/report.md | grep -E "^## $1\.|^\*\*[^*]*\.\*\*$"; }
told() { tr -d ' \n' <out/summary.json | grep -o -E '"(mean|cv_r|rubric_r)":(null|[-0-9.]{4})' | tr '\n' ' '; echo; }
as_rubric() { cmp rubric/scores.csv "$1/scores.csv" && cmp rubric/model.json "$1/model.json" && echo "$1: scores and model as without ratings"; }
"$FAILWISE" run "$DATASETS/example/answers.csv" --synthetic -q -o rubric >/dev/null
for n in 1 4 7; do
    echo "-- $n rated"
    few "$n"
    "$FAILWISE" check "$DATASETS/example/answers.csv" --ratings ratings.csv | grep 'people (--k)'
    for section in 11 12 13 16; do says "$section"; done
    told
    ls out/tables | grep -E '^(weights|agreement|ratings|drift)' | tr '\n' ' '
    echo
    [ "$n" -gt 4 ] || as_rubric out
    # No interval reaches beyond any figure.
    ! grep -E '[0-9]{12}|e\+' out/report.md
done
echo "-- 7 rated, reported with --k 10"
mv out seven
"$FAILWISE" report seven/cohort.h5 --k 10 -q -o out >/dev/null
says 11
told

echo "-- 4 rated: in parts, by a rating column, with a gate, with --k 4; fit"
few 4 >ignored
mkdir parts
for i in 1 2; do "$FAILWISE" run "$DATASETS/example/answers.csv" --ratings ratings.csv --synthetic --shard $i/2 -q -o parts/$i >/dev/null; done
"$FAILWISE" merge parts -q -o merged >/dev/null
diff -r -x manifest.json out merged && echo "merged: the same"
awk -F, 'NR == FNR { rating[$1] = $3; next } FNR == 1 { print $0 ",r1"; next } FNR < 30 { print $0 "," rating[$1] }' ratings.csv "$DATASETS/example/answers.csv" | tr -d '\r' >columns.csv
"$FAILWISE" run columns.csv -q -o rubric.columns >/dev/null
"$FAILWISE" run columns.csv --rating-columns r1 -q -o columns >/dev/null
cmp rubric.columns/scores.csv columns/scores.csv && echo "rating columns: scores as without ratings"
"$FAILWISE" check columns.csv --rating-columns r1 --json | grep -A 1 -E '"too_few|"rated_part'
"$FAILWISE" check columns.csv --rating-columns r1 -k 4 | grep -c 'people (--k)'
"$FAILWISE" run "$DATASETS/example/answers.csv" --ratings ratings.csv --min-r 0.1 -q -o gate >/dev/null
echo "status $?, $(grep -o '"type": "[a-z-]*"' gate/model.json)"
"$FAILWISE" run "$DATASETS/example/answers.csv" --ratings ratings.csv --k 4 -q -o four >/dev/null
grep -o '"type": "[a-z-]*"' four/model.json
for how in ridge nnls; do
    "$FAILWISE" fit out/cohort.h5 --ratings ratings.csv --model-type $how -q -o model.json
    echo "status $?, $(ls model.json 2>/dev/null | wc -l) models"
done
"$FAILWISE" fit out/cohort.h5 --ratings ratings.csv -k 4 -q -o model.json
