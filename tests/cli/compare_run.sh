# Two runs over answers: their features are compared too. Figures that change with the features are not repeated here: they are
# worked out from the runs' own files.
"$FAILWISE" run "$DATASETS/example/answers.csv" -o plain -q >/dev/null
"$FAILWISE" run "$DATASETS/example/answers.csv" --ratings "$DATASETS/example/ratings.csv" -o fitted -q >/dev/null
"$FAILWISE" compare plain fitted -o out -q; echo "status $?"
awk -F, 'FNR == 1 { next } NR == FNR { a[$1] = $2; next } $1 in a { n++; sum += $2 - a[$1] } END { printf "%d %.6f\n", n, sum / n }' \
    plain/scores.csv fitted/scores.csv >byhand
awk -F, '$1 == "overall" { printf "%d %.6f\n", $2, $5 }' out/scores.csv | cmp - byhand && echo "mean change: same"
echo "-- the same answers have the same features"
awk -F, '$1 == "feature" && $8 == 0 && $10 == 0 { same++ } $1 == "feature" { n++ } END { print (n > 50 && n == same) }' out/drift.csv
echo "-- the page says so where answers are nobody's, and draws what moved"
"$FAILWISE" run "$DATASETS/example/answers.csv" --synthetic -o nobody -q >/dev/null
"$FAILWISE" compare plain nobody -o page -q
grep -c '^> \*\*Synthetic data' page/compare.md out/compare.md
grep -c '<figure' page/compare.html
echo "-- nothing is measured twice"
cut -d, -f2 out/drift.csv | sort | uniq -d
echo "-- of half the answers they drift; the gate names what did"
awk -v RS='\r\n|\n' 'NR == 1 || /^[ab]/ { keep = 1 } /^c[0-9]+,/ { keep = 0 } keep' "$DATASETS/example/answers.csv" >half.csv
"$FAILWISE" run half.csv -o half -q >/dev/null
"$FAILWISE" compare plain half --max-psi 0 -q 2>why; echo "status $?"
sed 's/PSI of [a-z].* above/PSI of .. above/' why
echo "-- other people: means first; what is named moved beyond chance"
for cohort in spring-eng autumn-eng; do
    awk -v RS='\r\n|\n' -v cohort=",$cohort," 'NR == 1 { print } /^[abc][0-9]+,/ { keep = index($0, cohort) } NR > 1 && keep' "$DATASETS/example/answers.csv" >$cohort.csv
    [ $cohort = spring-eng ] || sed -i 's/ I / we /g' $cohort.csv
    "$FAILWISE" run $cohort.csv -o $cohort -q >/dev/null
done
"$FAILWISE" compare spring-eng autumn-eng -o others | sed -n '1p;/^drift/,/^  [a-z]/p'
grep '^\*\*.*\.\*\*$' others/compare.md
