# Preprocessing options of table fits, and that scoring repeats every step.
ORACLE=$TESTS/oracle/rsmtool
fit() { "$FAILWISE" fit -q --table "$ORACLE/train.csv" --id-column ID --human score --bootstrap 0 --force "$@" >/dev/null || echo "status $?"; }
column() { awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$1"; }
# same A B: two lists of numbers agree to 1e-9
same() { paste "$1" "$2" | awk '{ d = $1 - $2; if (d < 0) d = -d; if (d > worst) worst = d } END { print (NR && worst < 1e-9 ? "same" : "differ") }'; }

FEATURES=FEATURE1,FEATURE2,FEATURE3,FEATURE4,FEATURE5,FEATURE6
fit --features $FEATURES --model-type ols -o base
column base/predictions.csv raw >base.raw
echo "-- not standardised, or with signs turned: other weights, the same predictions"
fit --features $FEATURES --model-type ols --no-standardize -o plain
column plain/predictions.csv raw >raw && same base.raw raw
{ echo feature,sign; for f in $(echo $FEATURES | tr , ' '); do echo "$f,-1"; done; } >signs.csv
fit --features-file signs.csv --model-type ols -o turned
column turned/predictions.csv raw >raw && same base.raw raw
grep -h FEATURE1 base/coefficients.csv turned/coefficients.csv | cut -c1-18
echo "-- a features file in JSON, with limits that hold at scoring too"
echo '{"features": [{"feature": "FEATURE1", "transform": "log", "min": 4.9, "max": 5.5}, {"feature": "FEATURE6", "sign": "+"}, "FEATURE7"]}' >f.json
fit --features-file f.json --model-type ols -o limits
cut -d, -f1-3,6,7 limits/preprocessing.csv
head -n 1 "$ORACLE/test.csv" >two.csv
sed -n '2{s/^[^,]*,[^,]*/low,-7/p;}' "$ORACLE/test.csv" >>two.csv
sed -n '2{s/^[^,]*,[^,]*/limit,4.9/p;}' "$ORACLE/test.csv" >>two.csv
"$FAILWISE" score -q --table two.csv --id-column ID --model limits/model.json -o two.out.csv >/dev/null
column two.out.csv raw | uniq | wc -l
echo "-- transforms chosen by correlation; rows that a transform is not defined for are set aside at scoring"
fit --features LENGTH,FEATURE6,FEATURE5 --auto-transform --model-type ridge --lambda-by gcv -o auto
cut -d, -f1-3 auto/preprocessing.csv
echo 'feature,transform
LENGTH,log' >log.csv
fit --features-file log.csv --model-type ols --clamp-sd 0 -o log
awk -F, -v OFS=, 'NR == 3 { $10 = -4 } 1' "$ORACLE/test.csv" >negative.csv
"$FAILWISE" score -q --table negative.csv --id-column ID --model log/model.json -o log.scored >/dev/null && cat log.scored/excluded.csv
echo "-- a bound of 0 is a bound"
fit --features $FEATURES --model-type ols --trim 0:3 --trim-tolerance .25 -o trim
column trim/predictions.csv raw_trim | sort -n | tail -n 1
echo "-- weights that are all the same change nothing; folds may be given"
awk -F, -v OFS=, '{ print $0, NR == 1 ? "w" : 2, NR == 1 ? "fold" : "f" NR % 4 }' "$ORACLE/train.csv" >w.csv
"$FAILWISE" fit -q --table w.csv --id-column ID --features $FEATURES --human score --model-type ols --weights-column w --fold-column fold \
    --bootstrap 0 -o weighted >/dev/null
column weighted/predictions.csv raw >raw && same base.raw raw
grep -o '"folds": [0-9]*' weighted/model.json
echo "-- a given penalty is used"
fit --features $FEATURES --model-type lasso --lambda .1 -o lasso
grep -o '"lambda": [0-9.]*' lasso/model.json; cut -d, -f1,11 lasso/preprocessing.csv
echo "-- from a pipe, model alone, to standard output"
"$FAILWISE" fit -q --table - --id-column ID --features FEATURE1 --human score --model-type ols -o - <"$ORACLE/train.csv" | grep -c '"type": "ols"'
