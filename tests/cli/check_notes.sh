# What is no reason to reject a row and may still hurt is told before a run: columns by another name, placeholders, copies, cut
# and misread texts, rounded ids, durations that are none, dates; ratings of nobody, codes among ratings, raters spelled twice.
{
    printf 'answer_id,Candidate ID,Round,duration_s,date,text\n'
    printf 'a1,p1,1,83,2026-11-23,I missed the date because I had not asked the team and that was on me.\n'
    printf 'a2,p1,2,,2026-11-23T10:00:00Z,I missed the date because I had not asked the team and that was on me.\n'
    printf '1.18E+11,p2,1,,23.11.2026,We lost a client and since then I call every client each month.\n'
    printf 'a4,p3,1,,,N/A\na5,p4,1,,,#NAME?\n'
    printf 'a6,p5,1,,,I didn\303\242\342\202\254\342\204\242t ask the two people who would build it.\n'
    printf 'a7,p6,1,1.4,,I promised a client the new export by Friday without asking the two people who would build it and we shipped late.\n'
    printf 'a8,p6,1,83000,,I promised a client the new export by Friday and never asked the two people who would build it so we shipped late.\n'
    printf 'a9,p7,1,,,'
    awk 'BEGIN { for (i = 0; i < 32767 / 7 - 1; i++) printf "I fail "; printf "I fail.\n" }'
} >a.csv
"$FAILWISE" check a.csv | sed -n '/^Worth/,$p'
"$FAILWISE" check a.csv --map participant_id='Candidate ID' --map attempt=Round --json >a.json
sed -n '/"notes"/,$p' a.json | grep -E '"code"|"rows"' | paste - - | head -n 3
sed '2,$s/,p[0-9]*,/,NA,/' a.csv >nobody.csv
"$FAILWISE" check nobody.csv --map participant_id='Candidate ID' | grep nobody
awk -F, 'NR == 1 { print "answer_id,rater_id,rating" } NR > 1 && $3 == "overall" { n++
    print (n % 50 == 1 ? "x" : "") $1 "," (n % 2 ? $2 : tolower($2)) "," (n % 40 == 2 ? 99 : $4) }' "$DATASETS/example/ratings.csv" >r.csv
"$FAILWISE" check "$DATASETS/example/answers.csv" -r r.csv | sed -n '/^Ratings/,$p'
"$FAILWISE" check "$DATASETS/example/answers.csv" -r r.csv --scale 1:5 | sed -n '/^Ratings/,/^Worth/p'
"$FAILWISE" check "$DATASETS/example/answers.csv" -r r.csv --trait diag; echo $?
sed '2,$s/^/no/' r.csv >none.csv
"$FAILWISE" check "$DATASETS/example/answers.csv" -r none.csv >none.out; echo $?
sed -n '/^Ratings/,$p' none.out
# Cells that the column would not take, and names that differ in case alone, are told beside.
{
    printf 'answer_id,Person,Cohort,Wave,Length,Timestamp,text\n'
    printf 'a1,P1,Spring,before,1:23,4/9/2026 13:47,I missed the date because I had not asked the team.\n'
    printf 'a2,p1,spring,after,,2026-04-10,I missed another date because I had not asked anybody at all.\n'
    printf 'a3,P1,SPRING,2,2 min,,I promised a client the new export by Friday and we shipped late.\n'
} >b.csv
"$FAILWISE" check b.csv --map participant_id=Person | sed -n '/^Worth/,$p'
exit 0
