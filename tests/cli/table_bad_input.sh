# What becomes of tables that cannot be fitted as asked: every outcome is documented in a message, a note or excluded.csv.
fit() { "$FAILWISE" fit --table t.csv --features a,b --human h -o out --force --bootstrap 0 "$@"; echo "status $?"; }
rows() { awk -v n="$1" 'BEGIN { print "id,a,b,h,flag,who"; srand(4); for (i = 1; i <= n; i++) print "r" i "," i "," (i * 7) % 11 "," 1 + i % 5 ",1,p" i % 4 }'; }

echo "-- cells that are no numbers, ratings outside the scale, no id, a broken row: set aside, listed"
{ rows 40; echo 'x1,12,,3,1,p1'; echo 'x2,high,2,3,1,p1'; echo 'x3,1,2,,1,p1'; echo 'x4,1,2,good,1,p1'; echo 'x5,1,2,9,1,p1'
  echo ',1,2,3,1,p1'; echo 'x6,1,2'; echo 'x7,1e400,2,3,1,p1'; echo 'x8,1,2,0,1,p1'; echo 'x9,3,2,4,2,p1'; echo 'x10,3,2,4,1,alone'; } >t.csv
fit --scale 0:5 --exclude-zero-scores --flag-column flag=0,1.0 --candidate-column who --min-items 2
cat out/excluded.csv
echo "-- zero ratings are kept where asked for"
fit --model-type LinearRegression --keep-zero-scores --scale 0:5 -q
grep -c x8 out/predictions.csv
echo "-- too few rows"
rows 3 >t.csv
fit --model-type NNLRIterative
fit --model-type ols && cat out/notes.csv
rows 2 >t.csv
fit
rows 0 >t.csv
fit
echo "-- no usable row at all"
rows 9 | awk -F, -v OFS=, 'NR > 1 { $4 = "B+" } 1' >t.csv
fit
echo "-- an id twice"
{ rows 9; echo 'r4,1,2,3,1,p'; } >t.csv
fit
echo "-- constant, collinear, perfect, equal"
rows 30 | awk -F, -v OFS=, 'NR > 1 { $3 = 5 } 1' >t.csv
fit -q --model-type ols && cat out/notes.csv
rows 30 | awk -F, -v OFS=, 'NR > 1 { $3 = 2 * $2 + 1 } 1' >t.csv
fit -q --model-type LinearRegression && cat out/notes.csv && grep -c collinear out/uncertainty.csv
fit -q --model-type ridge && cut -d, -f1,11,13 out/uncertainty.csv
rows 30 | awk -F, -v OFS=, 'NR > 1 { $4 = $2 / 10 } 1' >t.csv
fit -q --model-type ols && cat out/notes.csv
rows 30 | awk -F, -v OFS=, 'NR > 1 { $4 = 3 } 1' >t.csv
fit -q --model-type nnls && cat out/notes.csv && cut -d, -f1-3 out/coefficients.csv
echo "-- a transform that is not defined"
rows 30 >t.csv
printf 'feature,transform\na,raw\nb,inv\n' >f.csv
"$FAILWISE" fit --table t.csv --features-file f.csv --human h -o out --force; echo "status $?"
echo "-- usage"
fit --model-type olz
fit --human score
fit --features-file f.csv
"$FAILWISE" fit --table t.csv --human h -o out; echo "status $?"
"$FAILWISE" fit --table t.csv --features a -o out; echo "status $?"
"$FAILWISE" fit -o out; echo "status $?"
"$FAILWISE" fit --table none.csv --features a --human h -o out2; echo "status $?"
printf 'feature,transform,sign\na,cube,1\n' >f.csv
"$FAILWISE" fit --table t.csv --features-file f.csv --human h -o out2; echo "status $?"
printf '{"features": [{"feature": "a", "sign": 2}]}' >f.json
"$FAILWISE" fit --table t.csv --features-file f.json --human h -o out2; echo "status $?"
"$FAILWISE" fit --table t.csv --features a,b --human h -o out -q; echo "status $?"
ls -A
