# Desks that have nothing to do with the scores: of 35, the highest and the lowest mean part by chance, which is said.
"$FAILWISE" simulate -n 600 --seed 3 -o s -q >/dev/null
awk -F, 'NR == 1 { print $0 ",desk"; next } { printf "%s,d%02d\n", $0, int(substr($2, 3) * 15838 / 7) % 35 }' s/answers.csv >a.csv
"$FAILWISE" run a.csv --by desk -o out -q >/dev/null || echo "status $?"
grep -E 'clearest|stands clearly|^d[0-9]+ has' out/report.md
