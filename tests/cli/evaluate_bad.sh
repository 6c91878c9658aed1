# What becomes of tables that cannot be evaluated as asked: a message, a row in excluded.csv, an empty cell, or a suppressed group.
evaluate() { "$FAILWISE" evaluate t.csv --human h --system s "$@"; echo "status $?"; }
tables() { evaluate -q -o out --force "$@"; }

echo "-- columns that are not there"
printf 'id,h,s,g\na,1,2,x\nb,2,2,y\n' >t.csv
evaluate --human2 second
evaluate --by G2
"$FAILWISE" evaluate t.csv --human h --system score; echo "status $?"
"$FAILWISE" evaluate t.csv --human h; echo "status $?"
"$FAILWISE" evaluate t.csv --system s; echo "status $?"
"$FAILWISE" evaluate t.csv --human h --human2 h --system s; echo "status $?"
"$FAILWISE" evaluate none.csv --human h; echo "status $?"
echo "-- an id twice"
printf 'id,h,s\na,1,2\na,2,2\n' >t.csv
evaluate
echo "-- cells that are no numbers, broken rows: set aside, listed"
printf 'id,h,h2,s\na,1,1,1.5\nb,two,2,2\nc,3,,3\nd,,3,3\ne,4,x,\nf,5,5,high\ng,2\nh,2,2,2\ni,0,1,1\n' >t.csv
tables --human2 h2 --exclude-zero-scores
cat out/excluded.csv
cut -d, -f1-4 out/evaluation.csv
cut -d, -f1-3 out/consistency.csv
echo "-- no usable row"
printf 'id,h,s\na,x,2\nb,,2\n' >t.csv
evaluate
printf 'id,h,s\n' >t.csv
evaluate
echo "-- one row: no correlation, no spread"
printf 'id,h,s,g\na,3,3,x\n' >t.csv
evaluate --by g
tables --by g
head -n 2 out/evaluation.csv
echo "-- constant scores, constant ratings"
printf 'id,h,s\na,1,3.3\nb,2,3.3\nc,3,3.3\nd,4,3.3\n' >t.csv
tables
cut -d, -f1,9,11,14,17,20,29,32 out/evaluation.csv
printf 'id,h,s\na,3,1\nb,3,2\nc,3,4\n' >t.csv
tables
cut -d, -f1,4,11,14,17,20,29,32 out/evaluation.csv
echo "-- groups with one row; what would reveal them"
awk 'BEGIN { print "id,h,s,g"; for (i = 1; i <= 21; i++) print "r" i "," 1 + i % 5 "," 1 + (i * 7 % 11) / 3 "," (i < 9 ? "a" : i < 16 ? "b" : i < 21 ? "c" : "only,") }' |
    sed 's/only,/only/; s/,c$/,/' >t.csv
tables --by g
cut -d, -f1-3 out/by_g.csv
awk -F, '{ print $1 "," $6 "," $7 "," $8 "," $NF }' out/fairness_g.csv
tables --by g --k 1
cut -d, -f1-3 out/by_g.csv
echo "-- one group only: nothing to compare"
printf 'id,h,s,g\na,1,2,x\nb,2,2,x\nc,3,4,x\nd,3,3,x\ne,5,4,x\n' >t.csv
tables --by g
cat out/fairness_g.csv
echo "-- no row rated twice: no error variance but a given one"
printf 'id,h,h2,s\na,1,,1.5\nb,2,,2\nc,4,,3\nd,5,,4.5\n' >t.csv
tables --human2 h2
cat out/true_score.csv
tables --human2 h2 --error-variance .1
cut -d, -f1-9 out/true_score.csv
echo "-- a finished folder stays"
evaluate -q -o out
