# Every gate, failing and passing; a gate that cannot be measured; what is told where.
cp "$DATASETS/example/ratings.csv" .
head -n 116 "$DATASETS/example/answers.csv" >base.csv
"$FAILWISE" run base.csv -q -o base >/dev/null
{ cat "$DATASETS/example/answers.csv"; printf 'x1,\nx2,a,b,c,d,e,f,g,h,i,j,k,l,m\n'; } >answers.csv
# no rating of the first 300 rows' answers
sed -n '1p;300,$p' ratings.csv >few.csv
run() { "$FAILWISE" run answers.csv --ratings few.csv -q --baseline base --force -o out "$@"; echo "status $?"; }
gates() { sed -n '/"gates"/,/\]/p' out/summary.json | grep -E '"(name|column|passed)"' | tr -d ' \n' | sed 's/"name"/\n&/g'; echo; }
echo "-- all fail"
run --max-reject-rate 0.01 --max-missing-ratings 0.01 --min-r 0.99 --min-qwk 0.99 --max-psi 0 --metrics-file f.prom
gates
grep 'gate_passed{' f.prom
sed -n '/quality gates failed/p;/^| rows rejected/,/^$/p' out/report.md
cut -d, -f4 out/tables/gates.csv
echo "-- all pass"
run --max-reject-rate 0.05 --max-missing-ratings 0.5 --min-r 0.5 --min-qwk 0.5 --max-psi 100
gates
grep -c 'Quality gates' out/report.md
head -n 1 out/drift.csv
echo "-- all the same: no r can be measured, and the gate does not pass"
sed '1!s/,[0-9.]*\r*$/,3/' ratings.csv >same.csv
"$FAILWISE" run base.csv --ratings same.csv -q -o same --min-r 0.1; echo "status $?"
"$FAILWISE" run base.csv --ratings same.csv -q -o same --min-r 0.1 --log-format json 2>&1 | sed 's/"time":"[^"]*"/"time":"T"/; s/"run":"[^"]*"/"run":"R"/'
