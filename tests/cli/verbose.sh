# -v: one line where the time went, on stderr only, its parts adding up; the files are those of a quiet run
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv -v -t 2 -o told >/dev/null 2>err
grep '^time ' err | sed -E 's/[0-9]+(\.[0-9]+)?/N/g'
grep '^time ' err | grep -oE '[a-z]+ [0-9]+ %' | awk '{ sum += $2 } END { print (sum >= 97 && sum <= 103 ? "all of it" : "parts add up to " sum " %") }'
"$FAILWISE" run answers.csv -q -t 2 -o quiet >/dev/null
diff -r -x manifest.json told quiet
grep -rl 'MB/s' told
true
