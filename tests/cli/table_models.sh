# Every kind of model fits the same table; a re-run gives the same bytes; rows in another order give the same model.
ORACLE=$TESTS/oracle/rsmtool
fit() { "$FAILWISE" fit -q --id-column ID --features-file "$ORACLE/features.csv" --human score --length-column LENGTH --bootstrap 50 "$@" >/dev/null; }
for model in equal ols ridge rubric-ridge nnls lasso lasso+ robust LinearRegression EqualWeightsLR ScoreWeightedLR RebalancedLR NNLR \
    NNLRIterative LassoFixedLambda LassoFixedLambdaThenLR LassoFixedLambdaThenNNLR PositiveLassoCV PositiveLassoCVThenLR; do
    fit --table "$ORACLE/train.csv" --model-type $model -o m.$model
    awk -F, -v model=$model 'FNR == 1 { next } FILENAME ~ /coefficients/ && $1 != "Intercept" { used += $2 != 0; se += $3 > 0 }
        FILENAME ~ /validation/ { r[$1] = $3 }
        FILENAME ~ /model_fit/ { errors = $11 }
        END { printf "%-25s %d features, %d errors (%s), cross-validated r %.2f, length alone %.2f\n", model, used, se, errors,
              r["cross_validated"], r["length_only"] }' m.$model/coefficients.csv m.$model/validation.csv m.$model/model_fit.csv
done
echo "-- again"
fit --table "$ORACLE/train.csv" --model-type lasso -o again
for f in m.lasso/*.csv m.lasso/model.json; do cmp "$f" "again/${f#*/}"; done && echo same bytes
echo "-- in another order"
{ head -n 1 "$ORACLE/train.csv"; tail -n +2 "$ORACLE/train.csv" | sort -r; } >t.csv
fit --table t.csv --model-type lasso -o turned
paste -d, m.lasso/coefficients.csv turned/coefficients.csv | awk -F, 'NR > 1 { d = $2 - $11; if (d < 0) d = -d; if (d > 1e-9) print "OFF", $1, d } END { print NR - 1 " rows" }'
echo "-- expert weights, without ratings"
printf 'feature,weight\nFEATURE1,2\nFEATURE3,1\n' >f.csv
"$FAILWISE" fit -q --table "$ORACLE/train.csv" --id-column ID --features-file f.csv --model-type rubric --scale 1:6 -o expert.json
"$FAILWISE" score -q --table "$ORACLE/test.csv" --id-column ID --model expert.json -o expert.csv
head -n 1 expert.csv
awk -F, 'NR > 1 { n++; s += $2 } END { printf "%d rows, mean %.1f\n", n, s / n }' expert.csv
echo "-- scoring a table that lacks a feature, or a dataset's model"
cut -d, -f1-4 "$ORACLE/test.csv" >short.csv
"$FAILWISE" score --table short.csv --id-column ID --model m.ols/model.json -o none.csv; echo "status $?"
"$FAILWISE" score --table "$ORACLE/test.csv" --id-column ID -o none.csv; echo "status $?"
