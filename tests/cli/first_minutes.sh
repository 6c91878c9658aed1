# The first five minutes with files of one's own: other column names, a mistake in one of them, no ratings, ratings
# added, the model used for the next cohort. What is printed here is what a new user met in a bare Debian 12.
head='Interview No,Candidate ID,Team,Role,Level,Question,Round,Mode,Seconds,Answer (transcript)'
tr -d '\r' <"$DATASETS/example/answers.csv" | sed "1s/.*/$head/" >spring.csv
sed '1s/.*/Interview No,Interviewer,Aspect,Score/' "$DATASETS/example/ratings.csv" >given.csv
sed '2,$s/^\([a-z]*[0-9]*\),/next-\1,/' spring.csv >autumn.csv
step() {
    echo "\$ failwise $*"
    "$FAILWISE" "$@" 2>&1
    status=$?
    [ $status = 0 ] || echo "(status $status)"
}
step check spring.csv
step run spring.csv -o out --map 'answer_id=Interview No' --map 'text=Answer (transcrpt)'
step run spring.csv -o out --map 'answer_id=Interview No' --map 'answer=Answer (transcript)'
# What every command needs stands in a file once.
cat >own.conf <<'END'
map = answer_id=Interview No, text=Answer (transcript), participant_id=Candidate ID, cohort=Team, attempt=Round
END
step run spring.csv --config own.conf -o out
step run spring.csv --config own.conf -r given.csv -o out
step run spring.csv --config own.conf -r given.csv -o out --force
cat >own.conf <<'END'
map = answer_id=Interview No, text=Answer (transcript), participant_id=Candidate ID, cohort=Team, attempt=Round,
    rater_id=Interviewer, rating=Score, trait=Aspect
END
step run spring.csv --config own.conf -r given.csv -o out --force
step run autumn.csv --config own.conf --model out/model.json -o autumn
step compare out autumn
# As a spreadsheet writes it where numbers have decimal commas.
{ head -n 1 spring.csv | tr , ';'; printf 'x1;p1;north;;ic;fail;1;spoken;50;"I broke it, alone; I learned to ask first."\n'; } >excel.csv
step check excel.csv --config own.conf
step run excel.csv --config own.conf -o excel
ls -p
# As spreadsheets write it elsewhere: a note on the separator, bytes that are not UTF-8, decimal commas, line breaks in answers.
german='Kandidat;Gespr\303\244ch;Antwort;Dauer (s)\r\nK1;1;"I broke it, alone.\r\nI learned to ask first.";50,5\r\n'
{ printf 'sep=;\r\n'; printf "$german"; } >note.csv
printf "$german" | iconv -f UTF-8 -t WINDOWS-1252 >windows.csv
printf "\357\273\277$german" | tee mark.csv | iconv -f UTF-8 -t UTF-16 >wide.csv
printf 'Gespr\303\244ch;Bewerter;Note\n1;Anna;4,5\n1;Ben;3\n' >noten.csv
for file in note.csv windows.csv wide.csv mark.csv; do step check $file; done
printf 'map = answer_id=Gespr\303\244ch, text=Antwort, participant_id=Kandidat, rater_id=Bewerter, rating=Note\n' >own.conf
step run mark.csv --config own.conf --map 'duration_s=Dauer (s)' -o mark
step run mark.csv --config own.conf --map answer_id=Gespräch --map text=Antwort --map 'duration_s=Dauer (s)' -o mark
step run mark.csv --config own.conf -r noten.csv -o rated
cat rated/rejects.csv
