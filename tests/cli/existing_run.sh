# a finished run is kept without --force, replaced with it, and files of the user's own stay
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv -q -o out
cp -r out before
"$FAILWISE" run answers.csv -q --k 6 -o out; echo $?
diff -r out before && echo kept
echo mine >out/notes.txt
"$FAILWISE" run answers.csv -q -o out --force; echo $?
cat out/notes.txt
"$FAILWISE" load answers.csv -q -o a.h5; echo $?
"$FAILWISE" load answers.csv -q -o a.h5; echo $?
"$FAILWISE" load answers.csv -q -f -o a.h5; echo $?
ls -A
