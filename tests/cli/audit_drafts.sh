# two drafts of a story: what was named, owned, added and lost; two rows of a CSV are drafts as well
cat >first.txt <<'TEXT'
I led the migration of our billing exports. The deadline slipped and customers were annoyed. It was decided to skip
the dry run because there was no time. The vendor had changed the format without telling us.
TEXT
cat >second.txt <<'TEXT'
I led the migration of our billing exports. I let the deadline slip by two weeks and it cost us $40,000 in refunds. I
decided to skip the dry run because I trusted a row count I had not checked. I called finance the same day, rolled the
export back and rebuilt it in nine days. I learned that a count without a check is a guess. Since then every export
above 1,000 rows has a dry run, and I have used it 14 times; errors went down by 80%.
TEXT
"$FAILWISE" audit first.txt second.txt
echo
"$FAILWISE" audit second.txt first.txt | sed -n 3,4p
"$FAILWISE" audit first.txt - <first.txt | sed -n 3p
{
    echo answer_id,text
    echo "d1,\"$(tr '\n' ' ' <first.txt)\""
    echo "d2,\"$(tr '\n' ' ' <second.txt)\""
} >drafts.csv
"$FAILWISE" audit drafts.csv --id d1 --id d2 >rows && sed -n 1,3p rows
