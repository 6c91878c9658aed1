# everybody's pages and the lists of them: the same for any number of threads, kept unless forced, nothing stale
"$FAILWISE" run "$DATASETS/example/answers.csv" -q --keep-text --synthetic -o out >/dev/null
for threads in 1 2 3 8; do
    "$FAILWISE" feedback out --all -q -t $threads -o pages$threads
    rm pages$threads/manifest.json # holds the time
    diff -r pages1 pages$threads && echo "$threads threads: the same"
done
find pages1 ! -perm 600 ! -perm 700
head -n 3 pages1/index.csv
ls pages1/pages | wc -l
grep -c '<tr><th scope="row"' pages1/index.html
for href in $(grep -o 'href="[^"#]*"' pages1/index.html | sed 's/href="//; s/"//'); do
    [ -f "pages1/$href" ] || echo "$href is not there"
done
grep -L 'are synthetic' pages1/pages/*.html | wc -l
"$FAILWISE" feedback out --all -q
ls out-feedback
"$FAILWISE" feedback out --all -q; echo "again: $?"
echo stale >out-feedback/pages/withdrawn.html
echo mine >out-feedback/notes.txt
"$FAILWISE" feedback out --all -q --force; echo "forced: $?"
ls out-feedback
ls out-feedback/pages | grep -c withdrawn
"$FAILWISE" feedback out --all -q -o out/pages; echo "into the report: $?"
"$FAILWISE" feedback out --all -o -; echo "to stdout: $?"
