# with many categories the header of the confusion table is long: as many names as each row has cells
{
    echo id,system,human
    awk 'BEGIN { for (i = 0; i < 400; i++) print i "," 1000 + i * 7 % 180 "," 1000 + i * 11 % 180 }'
} >scores.csv
"$FAILWISE" evaluate scores.csv --human human --system system -q -o out
awk -F, '{ print NF }' out/confusion.csv | sort | uniq -c | sed 's/^ *//'
