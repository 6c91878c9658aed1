# Answers and ratings as programs export them: what they put around the table and into cells is read, or told with
# line and column, and no rating is dropped without a word.
. "$TESTS/cli/helpers"
head='answer_id,participant_id,duration_s,text'
one='"I missed the date. I had not asked the team, and that was on me."'
two='"We lost a client. Since then I call every client each month."'
try() {
    name=$1
    shift
    echo "-- $name"
    "$FAILWISE" check "$name" "$@" 2>&1 | sed -n -e '/^Columns/p' -e '/ read = /p' -e '/^    line/p' -e '/^failwise/p'
}
printf '\357\273\277\357\273\277%s\r\na1,p1,83,%s\r\n' "$head" "$one" >two_marks.csv
printf 'sep=;\r\nanswer_id;participant_id;duration_s;text;Cohort, spring\r\na1;p1;83,5;%s;x\r\na2;p2;1,234;%s;y\r\n;;;;\r\n' "$one" "$two" >excel.csv
printf 'answer_id\302\240,participant_id,duration_s,text\na1,p1,1:23,%s\na2,p2,00:01:23,%s\n,,,\n' "$one" "$two" >clocks.csv
printf '%s\na1,p1,NA,%s\na2,p2,.,%s\na3,p3,nan,%s\na4,p4,83 s,%s\n' "$head" "$one" "$two" "$one" "$two" >missing.csv
printf '%s,Q2\n"Response ID","External","Duration","What,\nthen?",x\n"{""ImportId"":""_recordId""}","{""ImportId"":""q""}",a,b,c\na1,p1,83,%s,x\n' "$head" "$one" >survey.csv
printf 'Timestamp,Email Address,Tell me about a time you failed.\n11/23/2026 14:02:11,x,%s\n' "$one" >form.csv
printf '#,Tell me about a time you *failed*.,Response Type,Network ID\n1,%s,completed,n\n' "$one" >typed.csv
printf '<!DOCTYPE html>\n<html>\n' >login.csv
printf '[{"answer_id":"a1"}]\n' >api.csv
for file in two_marks excel clocks missing survey form typed login api; do try $file.csv; done
echo "-- ratings"
printf 'answer_id;rater_id;trait;rating\n' >ratings.csv
awk -F, 'NR > 1 && $3 == "overall" { n++; r = $4
    if (n == 1) r = "3,5"; if (n == 2) r = "N/A"; if (n == 3) r = "good"; if (n == 4) r = 99; if (n == 5) r = "1,234"
    printf "%s;%s;Overall;%s\n", $1, $2, r }' "$DATASETS/example/ratings.csv" >>ratings.csv
"$FAILWISE" run "$DATASETS/example/answers.csv" -r ratings.csv --scale 1:5 -q -o long
cat long/rejects.csv
sed '2,$s/^/x/' ratings.csv >elsewhere.csv
"$FAILWISE" run "$DATASETS/example/answers.csv" -r elsewhere.csv -q -o none; echo $?
echo "-- rating columns"
six_answers | awk -F, 'NR == 1 { print $0 ",r1,r2" } NR > 1 { printf "%s,%s,%s\n", $0, NR % 3 ? NR % 5 : "\"3,5\"", NR == 4 ? "good" : NR == 5 ? "9" : NR == 6 ? "n/a" : NR % 4 }' >wide.csv
"$FAILWISE" run wide.csv --rating-columns r1,r2 --scale 0:5 --k 2 --synthetic -o wide --progress off 2>&1 | grep -E '^ratings|error'
cat wide/rejects.csv
mkdir parts
for i in 1 2; do "$FAILWISE" run wide.csv --rating-columns r1,r2 --scale 0:5 --k 2 --synthetic -q --shard $i/2 -o parts/$i 2>&1 || echo "part $i: $?"; done
"$FAILWISE" merge parts -q -o merged >/dev/null && cmp wide/rejects.csv merged/rejects.csv
"$FAILWISE" check wide.csv --rating-columns r1,r2 --scale 0:5 | sed -n '/^Ratings/,$p'
echo "-- scores of a table"
printf 'id;h;s\n1;3;2,5\n2;4;3,75\n3;2;2,25\n4;5;4,5\n5;1;1,125\n;;\n' >scores.csv
"$FAILWISE" evaluate scores.csv --human h --system s -o evaluated | grep -E '^\| s '
printf 'id,h,s\n1,three,2\n' >words.csv
"$FAILWISE" evaluate words.csv --human h --system s -o words; echo $?
echo "-- what is no table of ours"
printf 'Export of 23 November 2026,,\nanswer_id,text,cohort\na,b,c\n' >title.csv
printf 'answer_id,R01,R02\na,1,2\n' >raters.csv
"$FAILWISE" check title.csv
"$FAILWISE" agree raters.csv
ls
# Questions for headers: the --map that is proposed is whole, and a list that is cut says so.
printf 'Timestamp,Which programme are you taking part in at the moment?,How would you rate yourself (1-5)?,%s,%s,%s\n1,2,3,4,5,6\n' \
    'Tell me about a time you failed. What happened and what did you do about it afterwards?' \
    'Is there anything else that you would like to tell us?' 'Would you like to be contacted?' >asked.csv
"$FAILWISE" check asked.csv 2>&1 || true
awk 'BEGIN { printf "No,"; for (i = 0; i < 12; i++) printf "how you failed "; print "\n1,I missed the date." }' >wordy.csv
"$FAILWISE" check wordy.csv 2>&1 || true
