# a longer cohort begins with the shorter one: every answer is drawn from its own counter
"$FAILWISE" simulate -n 300 --seed 9 -q -o long >/dev/null && "$FAILWISE" simulate -n 40 --seed 9 -q -o short >/dev/null || exit
for file in answers truth ratings; do
    lines=$(wc -l <short/$file.csv)
    head -n "$lines" long/$file.csv | cmp - short/$file.csv && echo "$file.csv agrees"
done
