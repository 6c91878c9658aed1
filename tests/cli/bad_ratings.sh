. "$TESTS/cli/helpers"
cp "$DATASETS/example/answers.csv" .
printf 'name,age\nx,3\n' >a.csv
printf 'answer_id,rater_id,rating\na001,R1,high\n' >b.csv
: >c.csv
for f in a b c; do
    "$FAILWISE" run answers.csv --ratings $f.csv -o out
    echo $f $?
done
ls -A
# What is on no scale: sums of its squares were infinite, and the report spoke of nan.
awk 'BEGIN { print "answer_id,rater_id,rating"; for (i = 1; i < 60; i++) for (r = 0; r < 2; r++)
    printf "a%03d,r%d,%s\n", i, r, (i + r) % 3 == 0 ? "1e308" : (i + r) % 3 == 1 ? "-1000001" : r + i % 4 }' >huge.csv
"$FAILWISE" run answers.csv --ratings huge.csv --max-reject-rate 1 --synthetic -q -o huge >/dev/null; echo "huge $?"
grep -c off_scale huge/rejects.csv
six_answers | awk -F, 'NR == 1 { print $0 ",r1,r2" } NR > 1 && NF { printf "%s,%s,%s\n", $0, NR % 3 ? NR % 5 : "1e308", NR % 4 ? NR % 4 : "-1e300" }' >wide.csv
"$FAILWISE" run wide.csv --rating-columns r1,r2 --k 2 --synthetic -q -o wide >/dev/null; echo "columns $?"
grep -rliE '(^|[^a-z])(nan|inf|infinity)([^a-z]|$)' huge wide --include='*.md' --include='*.csv' --include='*.json'
exit 0
