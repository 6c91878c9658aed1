# What is wrong with ratings is said with its line, its trait, its raters.
try() { echo "-- $1"; shift; "$FAILWISE" agree "$@" >out.txt; echo "status $?"; sed -n 1,7p out.txt; }
printf 'answer_id,rater_id,rating\na,R1,3\nb,R1,4\n' >one.csv
try "one rater" one.csv
printf 'answer_id,rater_id,rating\na,R1,3\na,R2,4\nb,R1,2\nb,R2,2\nc,R3,3\nc,R4,4\nd,R5,1\n' >groups.csv
try "raters that share no answer" groups.csv
cp "$DATASETS/example/ratings.csv" .
try "a trait nobody rated" ratings.csv --trait charm
printf 'answer_id,rater_id,trait,rating\na,R1,x,3\na,R2,x,4\nb,R1,x,1\nb,R2,x,2\na,R1,y,3\n' >thin.csv
try "one trait with one rater" thin.csv
try "the other trait" thin.csv --trait x
{ printf 'answer_id,rater_id,rating\na,R1,3\na,R2,4\na,R1,5\nb,R1,high\nb,R2,2\nb,R3,9\nb,R1,2\nc,R1,4\nc,R2,4\n'
  for i in 1 2 3 4 5 6; do printf 'd%s,R1,%s\nd%s,R2,%s\n' $i $((i % 5 + 1)) $i $((i % 4 + 1)); done; } >rows.csv
try "duplicate, no number, off the scale" rows.csv --scale 1:5
try "the same, allowed, into a folder" rows.csv --scale 1:5 --max-reject-rate .5 -o out
cat out/rejects.csv
printf 'answer_id,rater_id,rating\na,R1,3\na,R2,3\n' >equal.csv
try "equal ratings of one answer" equal.csv
printf 'answer_id,rater_id,rating\na,R1,3\na,R2,4\nb,R1,2\nb,R2,2\nc,R1,4\nc,R2,5\n' >three.csv
try "three answers" three.csv
: >empty.csv
try "an empty file" empty.csv
printf 'answer_id,rater_id,rating\n' >header.csv
try "a header only" header.csv
try "no file" none.csv
try "a scale upside down" rows.csv --scale 5:1
ls -A
