# The programme effect of a run, its table of changes, and `evaluate` on its scores with people and attempts beside them: one figure.
"$FAILWISE" run "$DATASETS/example/answers.csv" -o run -q >/dev/null
cut -d, -f1,5-11 run/tables/change.csv | sed 1d | cut -d, -f1-6,7 >change
awk -F, -v OFS=, 'NR > 1 && $2 == "overall" { print $1, $6, $7, $8, $15, $17, $18 }' run/tables/programme_effect.csv >effect
cmp change effect && echo "the report's tables: same"
awk -F, 'NR > 1 { n[$2]++ } END { if (n["overall"] > 1 && n["clear diagnosis"] == n["overall"]) print "every part of every cohort" }' run/tables/programme_effect.csv
# Columns of the answers that hold no commas: id and participant come first, attempt seventh.
awk -v RS='\r\n|\n' -F, '/^[abc][0-9]+,[a-z]+[0-9]+,/ || NR == 1 { match($0, /,(1|2|3|4),(spoken|written|chat)/)
    print $1 "," $2 "," (NR == 1 ? "attempt" : substr($0, RSTART + 1, 1)) }' "$DATASETS/example/answers.csv" >who.csv
awk -F, 'NR == FNR { who[$1] = $2 "," $3; next } { print $0 "," (FNR == 1 ? "participant_id,attempt,h" : who[$1] "," 1 + FNR % 5) }' \
    who.csv run/scores.csv >scores.csv
"$FAILWISE" evaluate scores.csv --human h --system overall --bootstrap 0 -q -o out
awk -F, 'NR == 2 { printf "%d %.3f %.3f %.2f %.3f\n", $3, $6, $9, $16, $19 }' out/programme_effect.csv >mine
awk -F, 'NR == 2 { printf "%d %.3f %.3f %.2f %.3f\n", $3, $6, $15, $9, $12 }' run/tables/programme_effect.csv >theirs
diff mine theirs && echo "evaluate: same"
