# What runs in parts refuse, each before anything is written.
head -n 29 "$DATASETS/example/answers.csv" >answers.csv
cp "$DATASETS/example/ratings.csv" .
part() { "$FAILWISE" run answers.csv -q --ratings ratings.csv "$@"; echo "status $?"; }
merge() { "$FAILWISE" merge "$@" -q -o out; echo "status $?"; [ ! -e out ] || echo "something was written"; }
echo "-- which part, and of what"
for shard in 0/3 4/3 x/y 3 1/ /3 1/0 1.5/2; do part --shard $shard -o p; done
part --shard 1/2
part --shard 1/2 -o -
part --shard 1/2 -o nowhere/p
part --shard 1/2 -o p --keep 3
"$FAILWISE" run - -q --shard 1/2 -o p <answers.csv; echo "status $?"
gzip -k answers.csv && "$FAILWISE" run answers.csv.gz -q --shard 1/2 -o p; echo "status $?"
mkfifo pipe && { cat answers.csv >pipe & "$FAILWISE" run pipe -q --shard 1/2 -o p; echo "status $?"; }
part --shard 1/2 -o p --trait humour
ls
echo "-- missing, doubled, of another run, not parts"
mkdir parts
for i in 1 2 3; do part --shard $i/3 -o parts/$i >/dev/null; done
part --shard 2/3 -o parts/2
merge parts/1 parts/3
merge parts/2 parts/3
merge parts/1 parts/2
cp parts/1 again
merge parts again
part --shard 2/3 -o other --k 6 >/dev/null
merge parts/1 other parts/3
part --shard 2/4 -o other -f >/dev/null
merge parts/1 other parts/3
sed 's/weeks/years/' answers.csv >changed.csv && mv changed.csv answers.csv
part --shard 2/3 -o other -f >/dev/null
merge parts/1 other parts/3
merge parts answers.csv
merge nowhere
mkdir none && merge none
merge
echo "-- damaged, cut short, of another version"
damage() { cp parts/2 bad && printf "$2" | dd of=bad bs=1 seek="$1" conv=notrunc 2>/dev/null; merge parts/1 bad parts/3; }
size=$(stat -c %s parts/2)
damage 6 9
damage 200 '\377'
damage $((size / 2)) '\377\376'
damage $((size - 40)) '\377'
head -c $((size - 1)) parts/2 >bad && merge parts/1 bad parts/3
head -c 7 parts/2 >bad && merge parts/1 bad parts/3
: >bad && merge parts/1 bad parts/3
echo "-- what merging reads again has changed"
echo 'a1,r9,3' >>ratings.csv && merge parts
echo "-- a finished run is kept without --force; a write that fails leaves nothing"
cp "$DATASETS/example/ratings.csv" .
"$FAILWISE" merge parts -q -o whole && "$FAILWISE" run answers.csv -q --k 7 -o out && cp -r out before
"$FAILWISE" merge parts -q -o out; echo "status $?"
(ulimit -f 8 && "$FAILWISE" merge parts -q -f -o out); echo "status $?"
diff -r out before && echo kept
"$FAILWISE" merge parts -q -f -o out; echo "status $?"
diff -r -x manifest.json out whole && ls -A | grep partial
true
