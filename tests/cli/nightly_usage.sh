# What a repeated run refuses: each before anything is written.
head -n 29 "$DATASETS/example/answers.csv" >answers.csv
cp "$DATASETS/example/ratings.csv" .
refuse() { "$FAILWISE" run answers.csv -q -o out "$@"; echo "status $?"; }
refuse --min-r 0.5
refuse --min-qwk 0.5
refuse --max-missing-ratings 0.1
refuse --max-psi 0.2
refuse --min-changed 5
refuse --max-psi 0.2 --baseline nowhere
refuse --min-r 2 --ratings ratings.csv
refuse --keep 0
refuse --metrics-file -
refuse --history -
refuse --metrics-file nowhere/f.prom
rm -rf out
echo "-- a history of somebody else's"
printf 'date,mean\n2026-11-01,3\n' >history.csv
refuse --history history.csv
cat history.csv
echo "-- metrics go into no file of somebody else's"
refuse --metrics-file ratings.csv
cmp ratings.csv "$DATASETS/example/ratings.csv" && [ ! -e out ] && echo "nothing written"
echo "-- the name of the link is taken; the folder holds one run"
mkdir -p parent/latest
"$FAILWISE" run answers.csv -q -o parent --keep 2 >/dev/null; echo "status $?"
"$FAILWISE" run answers.csv -q -o one >/dev/null
"$FAILWISE" run answers.csv -q -o one --keep 2; echo "status $?"
touch file
"$FAILWISE" run answers.csv -q -o file --keep 2; echo "status $?"
ls
