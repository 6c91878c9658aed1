# what a feedback page needs, and what is said where it is missing
try() {
    echo "\$ failwise $*" >&2
    "$FAILWISE" "$@"
    echo "status $?" >&2
}
printf 'answer_id,participant_id,text\na1,ap01,"I failed. It cost 3 days."\na2,ap02,"We missed the date."\n' >a.csv
printf 'answer_id,participant_id,text\na1,ap01,"I failed. It cost 4 days."\na2,ap02,"We missed the date."\n' >b.csv
"$FAILWISE" run a.csv -q -o plain >/dev/null
"$FAILWISE" run a.csv -q --keep-text -o out >/dev/null
"$FAILWISE" run b.csv -q --keep-text -o other >/dev/null
try feedback out
try feedback out --all -p ap01
try feedback out -p ''
try feedback -p ap01
try feedback nowhere -p ap01
try feedback plain -p ap01
try feedback out -p nobody
try feedback out -p "$(printf 'x\033[31m')"
try feedback out/model.json -p ap01
try feedback plain/cohort.h5 -p ap01
cp -r out mixed && cp other/answers.h5 mixed/
try feedback mixed -p ap01
printf '%%\n1\thedge\n%%\nperhapsish\t1\n' >extra.dic
try feedback out -p ap01 -l extra.dic
try feedback out -p ap01 -o nowhere/deep/page.html
ls
