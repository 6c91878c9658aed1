# The same bytes for any locale, time zone, umask, home, number of threads and path of the input; the manifest's time by SOURCE_DATE_EPOCH.
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
mkdir -p 'else where/deep'
cp answers.csv ratings.csv 'else where/deep'
locale -a 2>/dev/null | grep -qi '^de_DE' && german=de_DE.UTF-8 || german=tr_TR.UTF-8
export SOURCE_DATE_EPOCH=1700000000
go() { "$FAILWISE" run answers.csv --ratings ratings.csv --keep-text -q --force -o "$@" >/dev/null; }
go first -t 1
(umask 000; LC_ALL=$german LANG=$german TZ=Pacific/Kiritimati HOME=/nowhere COLUMNS=40 go second -t 3)
(umask 077; LC_ALL=C TZ=America/New_York OMP_NUM_THREADS=7 OPENBLAS_NUM_THREADS=2 MALLOC_PERTURB_=85 go third)
(cd 'else where/deep' && go out -t 2)
for other in second third 'else where/deep/out'; do diff -r first "$other" >/dev/null || { echo "$other differs"; diff -rq first "$other"; }; done
[ "$(find first -type f | wc -l)" -ge 40 ] && echo "many files"
grep -o '"[a-z_]*": *"2023-11-14T22:13:20Z"' first/manifest.json
# Named by a path: the bytes are the same but where the command line is told.
"$FAILWISE" run "$PWD/else where/deep/answers.csv" --ratings "$PWD/else where/deep/ratings.csv" --keep-text -q -o fourth >/dev/null
diff -rq first fourth
"$FAILWISE" feedback first --all -q -o pages1; TZ=Asia/Tokyo LC_ALL=$german "$FAILWISE" feedback second --all -q -o pages2 -t 3
diff -rq -x manifest.json pages1 pages2
# The program does not tell where or when it was built; sanitizers name the sources in their messages.
if grep -qa __asan_init "$FAILWISE"; then echo 0; else grep -acF "$(dirname "$TESTS")/" "$FAILWISE"; fi
grep -rlE '__(DATE|TIME|TIMESTAMP)__' "$TESTS/../pipeline" "$TESTS/../include"
exit 0
