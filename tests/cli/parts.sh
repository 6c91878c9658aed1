# a run in parts, merged: every file but the manifest has the bytes of one run, whatever the options, the parts, the bytes of the input
head -n 29 "$DATASETS/example/answers.csv" >answers.csv
cp "$DATASETS/example/ratings.csv" .
# parts NAME N OPTION..: runs NAME.csv at once and in N parts, and compares
parts() {
    name=$1 n=$2
    shift 2
    rm -rf one parts merged && mkdir parts
    "$FAILWISE" run $name.csv "$@" -q -o one >/dev/null || echo "status $? of one run"
    i=$n
    while [ $i -gt 0 ]; do # the last part first: order does not matter
        "$FAILWISE" run $name.csv "$@" -q --shard $i/$n -o parts/$i >/dev/null || echo "status $? of part $i"
        i=$((i - 1))
    done
    "$FAILWISE" merge parts -q -o merged >/dev/null || echo "status $? of merging"
    diff -r -x manifest.json one merged && echo "$name in $n: the same $*"
}
parts answers 1
parts answers 3 --ratings ratings.csv --keep-text --by level
awk -F, 'NR == 1 { print $0 ",r1,r2"; next } { print $0 "," 1 + NR % 5 "," 1 + NR % 4 }' answers.csv | tr -d '\r' >rated.csv
parts rated 2 --rating-columns r1,r2 --title 'Two raters' --seed 7
"$FAILWISE" run answers.csv -q -o model >/dev/null
parts answers 2 --model model/model.json --pii reject

echo "-- stray quotes, a record over many lines, CRLF and CR, rows that are rejected, and ids used again in another part"
{
    printf '\357\273\277answer_id,text,"a ""note"""\r\n'
    for i in 1 2 3 4 5 6; do
        printf 'a%d,"I failed, ""badly"": the release\nwas late by %d weeks.\r\n\nI own that.",n%d\r\n' $i $i $i
        printf 'b%d,We missed it. I learned to "ask" early.,x\nc%d,"closed" too early,x\r\n' $i $i
        printf '  d%d , "My mail is a@b.example; I broke the build." , y \n\n\nshort%d\n' $i $i
    done
    printf 'a1,"Again, and I changed how I plan.",n\r\n,no id,\r\nb2,,\r\ne1,never closed: "x"y,"open\r\nto the end of the file,\n\n'
} >hard.csv
for n in 2 5; do parts hard $n --max-reject-rate 1 --pii reject; done
cut -d, -f1-5 merged/rejects.csv

echo "-- more parts than rows; headers longer than a part; a last row without an end"
printf 'answer_id,text\na,I failed. I fixed it.\nb,"I failed, twice."' >few.csv
parts few 7

echo "-- parts hold no text unless it is to be kept, and only their owner can read them"
cat parts/* >all && grep -c 'twice' all
"$FAILWISE" run few.csv -q --keep-text --shard 1/1 -o part >/dev/null && grep -c 'twice' part
stat -c %a parts/1 part
