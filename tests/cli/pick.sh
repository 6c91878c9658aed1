# stories ranked for a role: strength, closeness of the learning, why, and which kinds of story are missing
cat >role.txt <<'TEXT'
Senior Site Reliability Engineer

You own monitoring, backups and certificates, lead incident response and write postmortems. You plan capacity with
product managers and customers.
TEXT
cat >backup.txt <<'TEXT'
I lost three hours of orders because I never tested the restore of our backups. I rebuilt the database that night and
told every customer. I learned that a backup without a restore test is a hope. Since then I restore every backup
monthly, and I have caught two broken ones.
TEXT
cat >hire.txt <<'TEXT'
I hired a designer in a hurry and had to let her go after four months. I decided to skip the reference calls. I
apologised to the team and paid for it with my roadmap. I learned that urgency makes me deaf. Since then I make two
reference calls before every offer, nine times so far.
TEXT
"$FAILWISE" pick hire.txt backup.txt --role role.txt
echo
"$FAILWISE" pick - --role role.txt <backup.txt | sed -n '/^ 1/p;/missing/p'
{
    echo answer_id,text
    echo "s1,\"$(tr '\n' ' ' <hire.txt)\""
    echo "s2,\"$(tr '\n' ' ' <backup.txt)\""
} >stories.csv
"$FAILWISE" pick stories.csv --role role.txt | grep '^ [12]\.'
