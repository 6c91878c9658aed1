# A model that is given keeps what it was fitted to; the report says how far other answers have moved from that.
E=$DATASETS/example
"$FAILWISE" run "$E/answers.csv" --ratings "$E/ratings.csv" -q -o fitted >/dev/null
awk -v RS='\r\n|\n' 'NR == 1 || /^[ab]/ { keep = 1 } /^c[0-9]+,/ { keep = 0 } keep' "$E/answers.csv" >half.csv
"$FAILWISE" run half.csv --model fitted/model.json -q -o half >/dev/null
for hash in answers ratings lexicon; do
    grep -o "\"$hash\": \"[0-9a-f]*\"" fitted/model.json >a
    grep -o "\"$hash\": \"[0-9a-f]*\"" half/model.json >b
    cmp a b && echo "$hash: kept"
done
sed -n 's/.*fitted to these very answers.*/fitted: its own answers/p' fitted/report.md
grep -c 'since training\|like those of training' half/report.md
sed 1q half/tables/drift.csv
[ "$(awk 'END { print NR }' half/tables/drift.csv)" -gt 50 ] && echo "a row a feature"
