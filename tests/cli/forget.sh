# A person taken out of results: no byte of theirs is left in any file, the rest stands as it was, and what cannot be done is said.
# Ids and words nobody else uses, so that every byte can be searched for them.
awk -F, -v OFS=, 'NR > 1 && $2 == "ap01" { $2 = "zoltan-quibb" } 1' "$DATASETS/example/answers.csv" >raw.csv
/usr/bin/python3 - <<'PYTHON'
import csv
rows = list(csv.DictReader(open("raw.csv", newline="", encoding="utf-8")))
for row in rows:
    if row["participant_id"] == "zoltan-quibb":
        row["answer_id"] = "zq-" + row["answer_id"]
        row["text"] += " It was the flumquat ledger."
with open("answers.csv", "w", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
PYTHON
sed 's/^a00\([12]\),/zq-a00\1,/' "$DATASETS/example/ratings.csv" >ratings.csv
"$FAILWISE" run answers.csv --ratings ratings.csv --synthetic --keep-text --title 'Spring cohorts' -q -o out >/dev/null
cp -r out before
search() { # files of a folder, datasets unpacked, that name the person
    for file in $(find "$1" -type f); do
        case $file in
        *.h5) h5dump "$file" ;;
        *) cat "$file" ;;
        esac | grep -qE 'zoltan|zq-a|flumquat' && echo "  ${file#"$1"/}"
        grep -qaE 'zoltan|zq-a|flumquat' "$file" && echo "  ${file#"$1"/} (raw)"
    done | sort -u
}
echo "named before, in:"; search before
"$FAILWISE" forget zoltan-quibb out 2>&1; echo "status $?"
echo "named after, in:"; search out
grep -o 'Spring cohorts' out/report.md | sort -u
awk -F, 'NR == FNR { a[$1] = $0; next } !($1 in a) || a[$1] != $0 { n++ } END { print n + 0, "rows of scores.csv changed" }' before/scores.csv out/scores.csv
cmp before/model.json out/model.json && echo "the weights are the same"
wc -l <out/scores.csv
"$FAILWISE" export out
echo "-- twice gives the same bytes, with any number of threads"
cp -r before again && "$FAILWISE" forget zoltan-quibb again -t 1 -q
for file in cohort.h5 answers.h5 scores.csv report.html; do cmp out/$file again/$file || echo "$file differs"; done
echo "-- one file"
cp before/answers.h5 before/cohort.h5 .
"$FAILWISE" forget zoltan-quibb answers.h5 2>&1
"$FAILWISE" forget zoltan-quibb cohort.h5 -q; cmp cohort.h5 out/cohort.h5 && echo "the same as in the folder"
echo "-- text of an earlier run does not outlive it"
"$FAILWISE" run answers.csv --synthetic -q -o before --force >/dev/null; ls before | grep answers.h5
echo "-- what cannot be done"
"$FAILWISE" forget nobody out; echo "status $?"
"$FAILWISE" forget zoltan-quibb; echo "status $?"
"$FAILWISE" forget zoltan-quibb nowhere; echo "status $?"
printf 'answer_id,participant_id,text\na,p,We missed the date by two weeks.\nb,p,It failed.\n' >one.csv
"$FAILWISE" run one.csv -q -o one >/dev/null
"$FAILWISE" forget p one; echo "status $?"
"$FAILWISE" export one | head -n 1
echo "-- a folder of dated runs: all that hold the person"
head -n 29 "$DATASETS/example/answers.csv" >fewer.csv
"$FAILWISE" run fewer.csv --keep 9 --keep-text -q -o nightly >/dev/null
for night in 2 3; do "$FAILWISE" run answers.csv --keep 9 --keep-text -q -o nightly --force >/dev/null; done
search nightly | sed 's/20[0-9T-]*Z[-0-9]*/DATE/' | sort | uniq -c | sed 's/^ *//'
"$FAILWISE" forget zoltan-quibb nightly 2>&1; echo "status $?"
search nightly; ls nightly | grep -c Z; "$FAILWISE" export nightly/latest | head -n 1
"$FAILWISE" forget zoltan-quibb nightly 2>&1; echo "status $?"
