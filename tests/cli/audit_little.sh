# Very little of an answer, and a lesson that is only implied: words, sentences and parts are told in sentences that are true.
for text in 'Failed.' 'I failed.'; do
    echo "$text" | "$FAILWISE" audit | head -n 4
done
echo 'I failed.' >first.txt
echo 'Failed.' >second.txt
"$FAILWISE" audit first.txt second.txt | grep length:
# No word says what was understood, yet the story's other parts imply it.
"$FAILWISE" audit "$DATASETS/example/answers.csv" --id b022 | grep -E 'stand|learn '
"$FAILWISE" audit "$DATASETS/example/answers.csv" --id c032 | grep -E 'missing|implied'
# The weakest part is not always the one with the fewest points: then it is said why.
"$FAILWISE" audit "$DATASETS/example/answers.csv" --id a049 | grep -A 7 '^Five parts'
# Another language is told; capitals and few words are not taken for one.
echo 'Ich habe dem Kunden einen Termin versprochen, ohne mein Team zu fragen. Wir haben den Auftrag verloren.' | "$FAILWISE" audit | head -n 4
echo 'I PROMISED THE CLIENT A DATE WITHOUT ASKING MY TEAM. WE LOST THE CONTRACT.' | "$FAILWISE" audit | head -n 3
echo 'Mea culpa.' | "$FAILWISE" audit | head -n 3
