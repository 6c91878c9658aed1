# more rejects than allowed: status 1, all outputs there, every row accounted for
cp "$DATASETS/example/answers.csv" .
printf 'x1,\nx2,p,c,d,e,f,g,h,i,j,k,l,m\n' >>answers.csv
"$FAILWISE" run answers.csv -q -o out --max-reject-rate 0.001; echo $?
ls out/manifest.json
cut -d, -f2,4,5 out/rejects.csv
"$FAILWISE" check answers.csv --max-reject-rate 0.001 --json >check.json; echo $?
grep -c . check.json >/dev/null && sed -n 's/.*\("rows_[a-z]*": [0-9]*\).*/\1/p' check.json | head -n 3
