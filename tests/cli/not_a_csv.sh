# no text column, no id column, binary, a folder
printf 'name,age\nx,3\n' >a.csv
printf 'answer_id,age\nx,3\n' >b.csv
head -c 300 /dev/zero >c.csv
mkdir d.csv
for f in a b c d; do
    "$FAILWISE" run $f.csv -o out
    echo $f $?
done
ls -A
