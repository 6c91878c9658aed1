# evaluate against the reference tool's own tables (oracle/README.md): the largest difference of each table.
ORACLE=$TESTS/oracle/rsmtool

# difference LIMIT MINE REFERENCE KEY=REFKEY COLUMN=REFCOLUMN..: rows are matched by the key column ("-": by their place);
# names with blanks have them as "~"; a row of MINE counts only where $where, COLUMN=VALUE, holds
difference() {
    limit=$1 mine=$2 reference=$3
    shift 3
    awk -F, -v limit="$limit" -v pairs="$*" -v where="${where:-}" '
        function column(name, i) { gsub(/~/, " ", name); for (i = 1; i <= NF; i++) if ($i == name) return i; print "no column " name; exit 1 }
        FNR == 1 { file++; n = split(pairs, pair, " "); split(where, wanted, "=")
            for (i = 1; i <= n; i++) { split(pair[i], name, "="); if (pair[i] == "-") { at[i] = 0; continue }
                at[i] = file == 2 && name[2] == "" ? 1 : column(file == 1 ? name[1] : name[2]) }
            filter = file == 1 && where != "" ? column(wanted[1]) : 0; row = 0; next }
        filter && $filter != wanted[2] { next }
        { row++; key = at[1] ? $at[1] : row; sub(/^Intercept \(/, "", key); sub(/\)$/, "", key); if (key + 0 == key) key += 0 }
        file == 1 { for (i = 2; i <= n; i++) value[key "," i] = $at[i]; next }
        key == "All data" { next }
        { rows++; for (i = 2; i <= n; i++) {
            if (!((key "," i) in value)) { print "no row " key; exit 1 }
            d = value[key "," i] - $at[i]; if (d < 0) d = -d
            size = $at[i] < 0 ? -$at[i] : $at[i]; if (size > 1) d /= size; if (d > worst) worst = d } }
        END { print (worst <= limit ? "within " limit : "OFF by " worst) ", " rows " rows" }' "$mine" "$reference"
}
same() { for c in "$@"; do printf '%s=%s ' "$c" "$c"; done; }
agreement='N corr wtkappa kappa exact_agr adj_agr'
raters=$(same N "N~raters" "N~single" "N~multiple" "Variance~of~errors" "True~score~var" "MSE~true" "PRMSE~true")

# case NAME ARGUMENTS..: every table that is about all rows
check() {
    name=$1
    shift
    where=
    "$FAILWISE" evaluate -q "$@" -o "$name"
    echo "-- $name"
    # shellcheck disable=SC2046,SC2086 # lists of words
    {
        echo "evaluation:   $(difference 1e-9 "$name/evaluation.csv" "$ORACLE/${name}_eval.csv" score= $(same $agreement \
            h_mean h_sd h_min h_max sys_mean sys_sd sys_min sys_max R2 SMD RMSE))"
        [ -f "$name/consistency.csv" ] || return 0
        echo "consistency:  $(difference 1e-9 "$name/consistency.csv" "$ORACLE/${name}_consistency.csv" - $(same $agreement \
            h1_mean h1_sd h2_mean h2_sd h2_min h2_max SMD))"
        echo "degradation:  $(difference 1e-9 "$name/degradation.csv" "$ORACLE/${name}_degradation.csv" score= \
            $(same corr kappa wtkappa exact_agr adj_agr SMD))"
        echo "disattenuated: $(difference 1e-9 "$name/degradation.csv" "$ORACLE/${name}_disattenuated_correlations.csv" score= \
            $(same corr_HM corr_HH sqrt_HH corr_disattenuated))"
        echo "true score:   $(difference 1e-9 "$name/true_score.csv" "$ORACLE/${name}_true_score_eval.csv" score= $raters)"
    }
}

check lr "$ORACLE/lr_pred_processed.csv" --human sc1
check lr_with_h2 "$ORACLE/lr_with_h2_scores.csv" --human sc1 --human2 sc2
check lr_subgroups_with_h2 "$ORACLE/lr_subgroups_with_h2_scores.csv" --human sc1 --human2 sc2 --by L1,QUESTION
# The table calls its scores "score", the reference names them by kind.
sed '1s/,score,/,scale,/' "$ORACLE/lr_eval_with_h2_scores.csv" >given.csv
check lr_eval_with_h2 given.csv --human h1 --human2 h2 --trim 1:6 --by L1,QUESTION

by() {
    where=score=scale_trim
    # shellcheck disable=SC2046 # lists of words
    echo "by $2:    $(difference 1e-9 "$1/by_$2.csv" "$ORACLE/$1_eval_by_$2.csv" group= $(for c in corr wtkappa R2 RMSE DSM; do
        echo "$c=$c.scale_trim"; done) N=N h_mean=h_mean)"
    where=score=scale_trim_round
    # shellcheck disable=SC2046 # lists of words
    echo "rounded: $(difference 1e-9 "$1/by_$2.csv" "$ORACLE/$1_eval_by_$2.csv" group= $(for c in kappa exact_agr adj_agr DSM; do
        echo "$c=$c.scale_trim_round"; done))"
    for a in OSA OSD CSD; do
        where=analysis=$a
        echo "$a:     $(difference 1e-9 "$1/fairness_$2.csv" "$ORACLE/$1_estimates_$(echo $a | tr A-Z a-z)_by_$2.csv" group= \
            estimate=estimate "p=P>[t]" "ci_low=[0.025" "ci_high=0.975]")"
    done
}
echo "-- groups"
by lr_eval_with_h2 L1
by lr_eval_with_h2 QUESTION
by lr_subgroups_with_h2 L1
awk -F, '$6 == "intercept" { printf "%s %.9f %.9f %s\n", $1, $3, $4, $5 }' lr_eval_with_h2/fairness_L1.csv
cat "$ORACLE/lr_eval_with_h2_fairness_metrics_by_L1.csv"
sed 1s/human// lr_eval_with_h2/confusion.csv | cmp - "$ORACLE/lr_eval_with_h2_confMatrix.csv" && echo "confusion: same"
sed 1s/human// lr_eval_with_h2/confusion_raters.csv | cmp - "$ORACLE/lr_eval_with_h2_confMatrix_h1h2.csv" && echo "of raters: same"
where=
echo "distribution: $(difference 1e-9 lr_eval_with_h2/distribution.csv "$ORACLE/lr_eval_with_h2_score_dist.csv" score=score human=human \
    system=sys_scale difference=difference)"
echo "-- another order of rows, the same bytes"
{ head -n 1 given.csv; sed 1d given.csv | sort -r; } >turned.csv
"$FAILWISE" evaluate turned.csv --human h1 --human2 h2 --trim 1:6 --by L1 --json | tr -d ' ' | sed 's/\([0-9]\.[0-9]\{9\}\)[0-9e-]*/\1/' >turned.json
"$FAILWISE" evaluate given.csv --human h1 --human2 h2 --trim 1:6 --by L1 --json | tr -d ' ' | sed 's/\([0-9]\.[0-9]\{9\}\)[0-9e-]*/\1/' >given.json
cmp turned.json given.json && echo same
echo "-- what is told"
cat lr_eval_with_h2/summary.md
