# Ratings of few people: what a report says of them, and of the weights fitted to them, is withheld below k, and called too little below 20.
# The first N participants of the example, two answers each; one rater.
few() { # N
    awk -F, -v n="$1" 'NR > 1 && /^a[0-9]+,ap/ && !($2 in seen) { if (++seen_count > n) exit; seen[$2] = 1 } NR > 1 && /^a[0-9]+,ap/ && $2 in seen { print $1 }' \
        "$DATASETS/example/answers.csv" >ids
    { echo answer_id,rater_id,rating; awk 'NR == FNR { id[$1] = 1; next } { split($0, c, ",") } c[3] == "overall" && c[1] in id { print c[1] "," c[2] "," c[4] }' \
        ids "$DATASETS/example/ratings.csv"; } >ratings.csv
    rm -rf out
    "$FAILWISE" run "$DATASETS/example/answers.csv" --ratings ratings.csv --synthetic -o out 2>&1 | grep ' of .* participant'
}
says() { sed -n "/^## $1\. /,/^## /p" out/report.md | grep -E "^## $1\.|^\*\*[^*]*\.\*\*$"; }
told() { tr -d ' \n' <out/summary.json | grep -o -E '"(mean|cv_r|rubric_r)":(null|[-0-9.]{4})' | tr '\n' ' '; echo; }
for n in 1 4 7; do
    echo "-- $n rated"
    few "$n"
    for section in 11 12 13 16; do says "$section"; done
    told
    ls out/tables | grep -E '^(weights|agreement|ratings|drift)' | tr '\n' ' '
    echo
    # No interval reaches beyond any figure.
    ! grep -E '[0-9]{12}|e\+' out/report.md
done
