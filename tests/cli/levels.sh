# Levels: whatever their case, and others told.
printf 'answer_id,level,text\n1,Manager,We were late and it was my fault.\n2,manager,We were late and it was my fault!\n3,VP,We were late and it was my fault.\n' >levels.csv
"$FAILWISE" check levels.csv | sed -n '/^Groups/,$p'
for id in 1 2 3; do "$FAILWISE" audit levels.csv --id $id --json | grep -o '"level_gap":[^,]*'; done
echo 'We were late and it was my fault.' | "$FAILWISE" audit --level Manager | head -n 1
echo "status $?"
echo 'We were late and it was my fault.' | "$FAILWISE" audit --level manager --json | grep -o '"level_gap":[^,]*'
printf 'answer_id,rater_id,rating\n1,R1,2\n' >one.csv
"$FAILWISE" check levels.csv --ratings one.csv | grep " rated,"
