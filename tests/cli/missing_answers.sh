# a missing input is named, status 66, and nothing is created
"$FAILWISE" run nowhere.csv -o out; echo $?
"$FAILWISE" check nowhere.csv; echo $?
"$FAILWISE" audit nowhere.txt; echo $?
"$FAILWISE" extract nowhere.h5 -o f.h5; echo $?
ls -A
