# columns under other names give the same scores
tr -d '\r' <"$DATASETS/example/answers.csv" >answers.csv
sed '1s/answer_id/ResponseId/; 1s/,text$/,My reply/' answers.csv >renamed.csv
"$FAILWISE" run answers.csv -q -o a >/dev/null
"$FAILWISE" run renamed.csv -q --map answer_id=ResponseId --map 'text=my reply' -o b >/dev/null
cmp a/scores.csv b/scores.csv
