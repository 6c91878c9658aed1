# --json holds what the tables hold; figures that cannot be told are null.
printf 'answer_id,rater_id,rating\na,R1,3\na,R2,3\nb,R1,3\nb,R2,3\n' >same.csv
"$FAILWISE" agree same.csv --json --bootstrap 10
