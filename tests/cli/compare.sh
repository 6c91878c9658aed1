# Two runs side by side: the same, another model, other rows; the drift gate; folders that are no runs.
ORACLE=$TESTS/oracle/rsmtool
fit() {
    "$FAILWISE" fit -q --table "$1" --id-column ID --features-file "$ORACLE/features.csv" --human score --model-type "$2" --trim 1:6 \
        --bootstrap 0 -o "$3" >/dev/null
}
fit "$ORACLE/train.csv" LinearRegression plain
fit "$ORACLE/train.csv" NNLR nnlr
echo "-- with itself"
"$FAILWISE" compare plain plain; echo "status $?"
echo "-- another model"
"$FAILWISE" compare plain nnlr -o out; echo "status $?"
ls out
awk -F, 'NR > 1 { printf "%s %d %.6f %.6f %.6f %.6f %.6f %.6f\n", $1, $2, $3, $4, $5 + 1, $10, $13, $14 }' out/scores.csv # change + 1: no signed zero
sed 1q out/movers.csv out/weights.csv out/agreement.csv out/drift.csv
# The change of the leading score, and the answer that moved most, from the two files themselves.
awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "scale") at = i; next } NR == FNR { a[$1] = $at; next }
    $1 in a { n++; d = $at - a[$1]; sum += d; if (d < 0) d = -d; if (d > most) { most = d; who = $1 } }
    END { printf "%d %.9f %s %.9f\n", n, sum / n, who, most }' plain/predictions.csv nnlr/predictions.csv
awk -F, 'FNR == 1 { next } FILENAME ~ /scores/ && $1 == "scale" { printf "%d %.9f ", $2, $5 }
    FILENAME ~ /movers/ && !seen++ { printf "%s %.9f\n", $1, $4 < 0 ? -$4 : $4 }' out/scores.csv out/movers.csv
"$FAILWISE" compare plain nnlr --json | sed 4q
echo "-- other rows: some new, some gone, scores moved up"
{ sed 1q plain/predictions.csv; sed '1,101d' plain/predictions.csv; sed -n '2,51s/^/new_/p' plain/predictions.csv; } |
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "scale") at = i } NR > 1 { $at += .3 + NR / 10000 } 1' >moved.csv
mkdir moved && mv moved.csv moved/predictions.csv
"$FAILWISE" compare plain moved; echo "status $?"
echo "-- the gate"
"$FAILWISE" compare plain moved --max-psi 0.05 -q; echo "status $?"
"$FAILWISE" compare plain moved --max-psi 1000 -q; echo "status $?"
"$FAILWISE" compare plain moved --max-psi much -q; echo "status $?"
echo "-- nothing in common, cells that are no numbers, one row, none"
mkdir few && printf 'id,scale\nz1,3\nz2,\nz3,high\n' >few/scores.csv
"$FAILWISE" compare plain few; echo "status $?"
mkdir one && { sed 2q plain/predictions.csv; } >one/predictions.csv
"$FAILWISE" compare one plain | sed 1q
mkdir none && sed 1q plain/predictions.csv >none/predictions.csv
"$FAILWISE" compare none plain; echo "status $?"
echo "-- not runs"
mkdir empty && printf 'a,b\n1,2\n' >empty/scores.csv
"$FAILWISE" compare plain nowhere; echo "status $?"
"$FAILWISE" compare plain empty; echo "status $?"
"$FAILWISE" compare plain; echo "status $?"
"$FAILWISE" compare plain nnlr -o out -q; echo "status $?"
