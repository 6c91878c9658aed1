# the folder of a cohort; the same bytes for any number of threads, others for another seed; synthetic where one looks
"$FAILWISE" simulate -n 60 --seed 5 -q -t 1 -o one && "$FAILWISE" simulate -n 60 --seed 5 -q -t 4 -o four || exit
diff -r one four && ls one
"$FAILWISE" simulate -n 60 --seed 6 -q -o other >/dev/null
cmp -s one/answers.csv other/answers.csv && echo "another seed, the same answers"
head -n 3 one/truth.csv
head -n 4 one/ratings.csv
cut -d, -f1-10 one/answers.csv | head -n 3
grep -c synthetic one/README.md
cut -d, -f3 one/answers.csv | sed 1d | cut -d- -f1 | sort | uniq -c
