# Weights by group: of a dataset's features and of a table; unseen groups are scored with the pooled weights, and told.
cp "$TESTS/oracle/rsmtool/train.csv" "$TESTS/oracle/rsmtool/test.csv" .
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" load -q answers.csv -o a.h5 >/dev/null && "$FAILWISE" extract -q a.h5 -o f.h5 >/dev/null
"$FAILWISE" fit -q f.h5 -r ratings.csv --by level --features words,arc_act,arc_learn --bootstrap 0 -o d && ls d | grep group
cut -d, -f1-3 d/groups.csv
"$FAILWISE" score -q f.h5 -m d/model.json -o s.h5 && echo scored
table() { "$FAILWISE" "$@" --id-column ID; }
table fit -q --table train.csv --features FEATURE1,FEATURE2,FEATURE3 --human score --by L1 --bootstrap 20 -o t
cut -d, -f1,2 t/group_weights.csv | tr '\n' ' '; echo
echo "-- again, and with rows in another order"
table fit -q --table train.csv --features FEATURE1,FEATURE2,FEATURE3 --human score --by L1 --bootstrap 20 -o again
cmp t/group_weights.csv again/group_weights.csv && cmp t/model.json again/model.json && echo same bytes
{ head -n 1 train.csv; tail -n +2 train.csv | sort -r; } >turned.csv
table fit -q --table turned.csv --features FEATURE1,FEATURE2,FEATURE3 --human score --by L1 --bootstrap 20 -o turned
paste -d, t/group_weights.csv turned/group_weights.csv | awk -F, 'NR > 1 { d = $3 - $11; if (d < 0) d = -d; if (d > 1e-9) print "OFF", $0 } END { print NR - 1 " rows" }'
echo "-- scoring: a group's row by its weights, another by the pooled ones"
sed '2,$s/,Klingon,/,Elvish,/' test.csv >unseen.csv
table score --table unseen.csv -m t/model.json -o unseen.out 2>&1 | grep -c 'pooled weights'
table score -q --table test.csv -m t/model.json -o seen.out
table score -q --table train.csv -m t/model.json -o train.out
paste -d, t/predictions.csv train.out/predictions.csv | awk -F, 'NR == 1 { next } $3 != $11 { off++ } END { print (off ? off : "no") " rows off" }'
echo "-- bad input"
fit() { table fit -q --table train.csv --features FEATURE1,FEATURE2 --human score --bootstrap 0 --force "$@"; echo "status $?"; }
fit --by L2 -o x.json
fit --by L1,QUESTION -o x.json
fit --by L1 --model-type NNLR -o x.json
fit --by ID -o small && cat small/groups.csv small/notes.csv
sed '2,$s/,[A-Z][a-z]*,\([0-9.]*\),\([0-9.]*\)$/,one,\1,\2/' train.csv >one.csv
table fit -q --table one.csv --features FEATURE1,FEATURE2 --human score --by L1 --bootstrap 0 -o one; echo "status $?"; cat one/notes.csv
"$FAILWISE" fit -q f.h5 -r ratings.csv --by nobody -o x.json; echo "status $?"
head -n 30 train.csv >few.csv
table fit -q --table few.csv --features FEATURE1,FEATURE2,FEATURE3,FEATURE4,FEATURE5,FEATURE6,FEATURE7,FEATURE8 --human score --by L1 --bootstrap 0 -o few; echo "status $?"
grep group few/notes.csv; cut -d, -f1,4 few/group_tests.csv
