# OpenBLAS computes by what the processor has: results differ in last digits only, and what is missing is missing everywhere.
DIR=$DATASETS/example
"$FAILWISE" run "$DIR/answers.csv" --ratings "$DIR/ratings.csv" -q -o here >/dev/null
for core in Prescott Nehalem; do
    OPENBLAS_CORETYPE=$core "$FAILWISE" run "$DIR/answers.csv" --ratings "$DIR/ratings.csv" -q -o there >/dev/null
    cmp here/scores.csv there/scores.csv
    for table in here/tables/*.csv; do
        awk -F, -v name="$core: $table" '
            NR == FNR { line[FNR] = $0; rows = FNR; next }
            { n = split(line[FNR], a, ","); bad = n != NF
              for (i = 1; i <= NF && !bad; i++) {
                  d = a[i] - $i; s = a[i] < 0 ? -a[i] : a[i]
                  bad = (a[i] == "") != ($i == "") || d * d > (1e-6 * s + 1e-9) ^ 2
              }
              if (bad) { print name ": line " FNR ": " line[FNR] " | " $0; exit } }
            END { if (!bad && FNR != rows) print name ": other rows" }' "$table" "there/${table#here/}"
    done
    rm -r there
done
