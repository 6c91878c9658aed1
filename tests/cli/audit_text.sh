cat >answer.txt <<'TEXT'
In March I led the move of our billing export. I missed the date by two weeks and it cost us $40,000 in refunds.
The decision I got wrong was to skip the dry run, because I trusted a row count I had not checked. I called finance the
same day, rolled the export back and rebuilt it in nine days. I learned that a count without a check is a guess. Since
then every export above 1,000 rows has a dry run, and I have used it 14 times; errors went down by 80%.
TEXT
"$FAILWISE" audit answer.txt
