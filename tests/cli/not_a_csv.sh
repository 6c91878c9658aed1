# no text column, no id column, binary, a folder, compressed by what is not read
printf 'name,age\nx,3\n' >a.csv
printf 'answer_id,age\nx,3\n' >b.csv
head -c 300 /dev/zero >c.csv
mkdir d.csv
printf '\3757zXZ\000' >e.csv
printf '\050\265\057\375....' >f.csv
printf 'BZh91AY&SY' >g.csv
printf 'answer_id,text\nx,It failed.\n' | gzip | gzip >h.csv
for f in a b c d e f g h; do
    "$FAILWISE" run $f.csv -o out
    echo $f $?
done
ls -A
