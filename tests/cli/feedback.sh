# one participant's page beside the run, for its owner only, never into the report's folder
"$FAILWISE" run "$DATASETS/example/answers.csv" -q --keep-text -o out >/dev/null
"$FAILWISE" feedback out/ --participant ap01 2>told
cat told
page=$(ls out-feedback)
stat -c '%a' out-feedback "out-feedback/$page"
grep -o '<h2>[^<]*' "out-feedback/$page"
grep -o 'class="part-name">[A-Z][a-z]*' "out-feedback/$page" | sort | uniq -c
"$FAILWISE" feedback out -p ap01 -q; echo "again: $?"
"$FAILWISE" feedback out -p ap01 -q --force; echo "forced: $?"
"$FAILWISE" feedback out -p ap01 -q -o anna.html && stat -c '%a' anna.html
"$FAILWISE" feedback out -p ap01 -q -o - | cmp - anna.html && cmp anna.html "out-feedback/$page" && echo "the same page"
mkdir mail && "$FAILWISE" feedback out -p ap01 -q -o mail/
for place in out out/feedback out/page.html out/tables/x; do
    "$FAILWISE" feedback out -p ap01 -q -o $place; echo "$place: $?"
done
ln -s anna.html link.html
"$FAILWISE" feedback out -p ap01 -q --force -o link.html; echo "link: $?"
ln -s out inside && "$FAILWISE" feedback out -p ap01 -q -o inside/p.html; echo "link to the report: $?"
ls out
