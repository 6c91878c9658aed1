# what audit cannot work with: the status says what kind of mistake it was
echo "I failed." >a.txt
echo "I failed again." >b.txt
: >empty.txt
printf 'a\0b\n' >binary.txt
printf 'caf\351\n' >latin.txt
printf 'answer_id,text\na1,"I failed."\n' >a.csv
status() {
    "$FAILWISE" audit "$@" >/dev/null </dev/null
    echo "$*: $?"
}
status missing.txt
status a.txt missing.txt
status empty.txt
status a.txt empty.txt
status binary.txt
status a.txt latin.txt
status a.txt a.txt
status a.txt ./a.txt
status - -
status a.txt b.txt a.txt
status a.csv b.txt
status a.csv --id a1 --id a1
status a.csv --id a1 --id a2
status a.csv --id a1 --id a2 --id a3
status a.txt b.txt --id a1
