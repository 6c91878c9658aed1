# What a command reads it does not replace, whatever it is called and with --force; nor do two outputs share a file.
head -n 29 "$DATASETS/example/answers.csv" >answers.csv
cp "$DATASETS/example/ratings.csv" .
ln -s answers.csv linked.csv
refuse() { "$FAILWISE" "$@" -q; echo "status $?"; }
refuse load answers.csv -o ./answers.csv --force
refuse load linked.csv -o answers.csv
refuse run answers.csv -o answers.part --shard 1/2 --history answers.csv
refuse run answers.csv -o out --ratings ratings.csv --metrics-file ratings.csv
refuse run answers.csv -o out --history h --metrics-file h
FAILWISE_OUTPUT=answers.csv refuse load answers.csv --force
"$FAILWISE" load answers.csv -o answers.h5 -q >/dev/null
refuse extract answers.h5 -o answers.h5 --force
refuse extract answers.h5 -o features.h5 --spans answers.h5 --force
refuse export answers.h5 obs -o answers.h5 --force
"$FAILWISE" export answers.h5 obs -o obs 2>/dev/null && "$FAILWISE" export answers.h5 obs -o obs --force -q && head -n 1 obs
ls
cmp ratings.csv "$DATASETS/example/ratings.csv"
wc -l <answers.csv
echo "-- a link is not followed to what it leads to"
ln -s nowhere link
refuse load answers.csv -o link --force
refuse run answers.csv -o link --force
