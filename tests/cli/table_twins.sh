# The models named as in RSMTool against that tool's own output (oracle/README.md): the largest relative difference of each table.
ORACLE=$TESTS/oracle/rsmtool

# difference TABLE REFERENCE KEY COLUMN=REFCOLUMN..: rows are matched by their first column
difference() {
    mine=$1 reference=$2 key=$3
    shift 3
    awk -F, -v limit="$limit" -v key="$key" -v pairs="$*" '
        function column(name, i) { for (i = 1; i <= NF; i++) if ($i == name) return i; print "no column " name; exit 1 }
        FNR == 1 { file++; n = split(pairs, pair, " ")
            for (i = 1; i <= n; i++) { split(pair[i], name, "="); at[i] = column(file == 1 ? name[1] : name[2]) }
            id = key == "-" ? 0 : 1; next }
        file == 1 { for (i = 1; i <= n; i++) value[(id ? $1 : FNR) "," i] = $at[i]; next }
        { rows++; for (i = 1; i <= n; i++) {
            if (!(((id ? $1 : FNR) "," i) in value)) { print "no row " $1; exit 1 }
            d = value[(id ? $1 : FNR) "," i] - $at[i]; if (d < 0) d = -d
            size = $at[i] < 0 ? -$at[i] : $at[i]; if (size > 1e-12) d /= size; if (d > worst) worst = d } }
        END { print (worst <= limit ? "within " limit : "OFF by " worst) ", " rows " rows" }' "$mine" "$reference"
}

compare() {
    name=$1 model=$2 limit=$3
    "$FAILWISE" fit -q --table "$ORACLE/train.csv" --id-column ID --features-file "$ORACLE/features.csv" --human score \
        --human2 score2 --model-type "$model" --trim 1:6 --bootstrap 0 -o "$name" || return
    "$FAILWISE" score -q --table "$ORACLE/test.csv" --id-column ID --human score --model "$name/model.json" -o "$name.scored" || return
    kinds='raw=raw raw_trim=raw_trim raw_trim_round=raw_trim_round scale=scale scale_trim=scale_trim scale_trim_round=scale_trim_round'
    columns=$(for i in 1 2 3 4 5 6 7 8; do echo FEATURE$i=FEATURE$i; done)
    echo "coefficients: $(difference "$name/coefficients.csv" "$ORACLE/${name}_coefficients.csv" id coefficient=coefficient)"
    echo "betas:        $(difference "$name/coefficients.csv" "$ORACLE/${name}_betas.csv" id standardized=standardized relative=relative)"
    echo "scaled:       $(difference "$name/coefficients_scaled.csv" "$ORACLE/${name}_coefficients_scaled.csv" id coefficient=coefficient)"
    parameters=$(for c in h1_mean h1_sd train_predictions_mean train_predictions_sd trim_max trim_min trim_tolerance; do echo $c=$c; done)
    echo "parameters:   $(difference "$name/postprocessing.csv" "$ORACLE/${name}_postprocessing_params.csv" - $parameters)"
    echo "training:     $(difference "$name/predictions.csv" "$ORACLE/${name}_pred_train.csv" id $kinds)"
    echo "scored:       $(difference "$name.scored/predictions.csv" "$ORACLE/${name}_pred_processed.csv" id $kinds)"
    [ -f "$ORACLE/${name}_model_fit.csv" ] &&
        echo "fit:          $(sed '1s/N responses/rows/; 1s/N features/features/; 1s/R2_adjusted/r2_adjusted/; 1s/R2/r2/' "$ORACLE/${name}_model_fit.csv" >fit.csv
            difference "$name/model_fit.csv" fit.csv - rows=rows features=features r2=r2 r2_adjusted=r2_adjusted)"
    [ -f "$ORACLE/${name}_train_preprocessed_features.csv" ] || return 0
    echo "features:     $(difference "$name/preprocessed_features.csv" "$ORACLE/${name}_train_preprocessed_features.csv" id $columns)"
    echo "of the test:  $(difference "$name.scored/preprocessed_features.csv" "$ORACLE/${name}_test_preprocessed_features.csv" id $columns)"
    echo "steps:        $(difference "$name/preprocessing.csv" "$ORACLE/${name}_feature.csv" id sign=sign train_mean=train_mean train_sd=train_sd \
        train_transformed_mean=train_transformed_mean train_transformed_sd=train_transformed_sd)"
}

for case in "lr LinearRegression 1e-9" "nnlr NNLR 1e-9" "lassofixedlambda LassoFixedLambda 1e-4"; do
    echo "-- $case"
    # shellcheck disable=SC2086 # three words
    compare $case
done 2>&1 | grep -v '^[a-z]*\(\.scored\)\{0,1\}$'
# By its name only: the reference tool never uses its lasso there.
"$FAILWISE" fit -q --table "$ORACLE/train.csv" --id-column ID --features-file "$ORACLE/features.csv" --human score \
    --model-type LassoFixedLambdaThenNNLR --trim 1:6 --bootstrap 0 -o same
cmp same/coefficients.csv nnlr/coefficients.csv && echo "LassoFixedLambdaThenNNLR is NNLR"
