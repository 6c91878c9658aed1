# what pick cannot work with: the status says what kind of mistake it was
echo "I failed." >a.txt
echo "You own backups." >role.txt
echo "We are the and of it." >words.txt
: >empty.txt
printf 'a\0b\n' >binary.txt
printf 'caf\351\n' >latin.txt
printf 'answer_id,text\na1,"I failed."\n' >a.csv
printf 'answer_id,text\n' >none.csv
status() {
    "$FAILWISE" pick "$@" >/dev/null </dev/null
    echo "$*: $?"
}
status
status a.txt
status --role role.txt
status a.txt --role missing.txt
status missing.txt --role role.txt
status a.txt missing.txt --role role.txt
status empty.txt --role role.txt
status binary.txt --role role.txt
status latin.txt --role role.txt
status a.txt --role empty.txt
status a.txt --role words.txt
status a.txt --role latin.txt
status a.txt --role a.csv
status none.csv --role role.txt
status a.txt a.txt --role role.txt
status a.txt --role a.txt
status - - --role role.txt
status - --role -
status a.txt --role role.txt --id a1
