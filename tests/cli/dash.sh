# '-' is a stream, never a file of that name: not read for one, and not made; a folder or a dataset cannot go to a stream.
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" load answers.csv -q -o answers.h5 >/dev/null
refuse() { "$FAILWISE" "$@" -q; echo "status $?"; }
refuse load answers.csv -o -
refuse extract answers.h5 -o -
refuse score answers.h5 -o -
refuse run answers.csv -o -
refuse run answers.csv -o - --keep 2
refuse run answers.csv -o - --shard 1/2
refuse report answers.h5 -o -
refuse simulate -n 10 -o -
refuse agree "$DATASETS/example/ratings.csv" -o -
ls -A
echo "-- a file of that name"
echo else >./-
cat answers.csv | "$FAILWISE" run - -q -o out; echo "status $?"
"$FAILWISE" run ./- -q -o none 2>/dev/null; echo "status $?"
"$FAILWISE" export answers.h5 obs -o - | head -n 1
cat ./-
