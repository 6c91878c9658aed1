# Leading sentences where much is equal: one answer many times, one score for all, nobody known.
says() { sed -n "/^## $1\. /,/^## /p" out/report.md | grep '^\*\*[^*]*\.\*\*$'; }
run() { rm -rf out; "$FAILWISE" run "$@" -o out -q >/dev/null; for section in 2 3 4 5 8 12 15; do says "$section"; done; }
echo "-- one answer, thirty times"
{
    echo answer_id,participant_id,level,text
    i=0
    while [ $((i += 1)) -le 30 ]; do
        echo "a$i,p$i,ic,We had an outage in the gateway. It was stressful and we lost a day. The vendor did not tell us."
    done
} >same.csv
run same.csv
echo "-- all rated 3"
{
    echo answer_id,rater_id,rating
    awk -F, 'NR > 1 && /^a[0-9]+,ap/ { print $1 ",R1,3\n" $1 ",R2,3" }' "$DATASETS/example/answers.csv"
} >threes.csv
run "$DATASETS/example/answers.csv" --ratings threes.csv
echo "-- rated by the parity of the id"
{
    echo answer_id,rater_id,rating
    awk -F, 'NR > 1 && /^a[0-9]+,ap/ { print $1 ",R1," (substr($1, 4) % 2 ? 4 : 2) "\n" $1 ",R2," (substr($1, 4) % 2 ? 3 : 1) }' "$DATASETS/example/answers.csv"
} >parity.csv
run "$DATASETS/example/answers.csv" --ratings parity.csv
echo "-- nobody tells a failure"
awk -F, -v OFS=, 'NR > 1 { $4 = "I cannot think of a time I failed." } 1' same.csv >refused.csv
run refused.csv
for section in 6 9; do says $section; done
grep '^- .*\(weakest\|trap\)' out/report.md
echo "-- five people, of whom one tells all: intervals end where points do"
{
    echo answer_id,participant_id,text
    for i in 1 2 3 4; do echo "a$i,p$i,We lost a client last year. It was stressful and nobody had told us about the new date they had in mind."; done
    echo "a5,p5,I promised a client the export by Friday without asking who would build it. We shipped nine days late and lost \$40000. I assumed it was small because the last one had been. I called the client myself and told them it was my decision. I learned that a promise I make for others is a guess. Now I never give a date before whoever does the work has named it and the last eleven releases were on time."
} >five.csv
run five.csv >five.txt
sed -n '/^\*\*Mean of each part/,/^| All/p;/^\*\*Humility/,/^| All/p' out/report.md | grep '^| All'
echo "-- nobody known"
cut -d, -f1,4 same.csv >nobody.csv
run nobody.csv
sed -n '/^## 2\. /,/^## 3/p' out/report.md | grep -o 'Participants are not given[^.]*\.'
echo "-- some known, some cohorts given"
awk -F, -v OFS=, 'NR == 1 { $1 = $1 ",cohort" } NR > 1 { $1 = $1 "," (NR % 4 ? "c" NR % 2 : ""); if (NR % 3 == 0) $2 = "" } 1' same.csv >some.csv
run some.csv >some.txt
says 1
