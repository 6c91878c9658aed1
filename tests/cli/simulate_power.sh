# how much data a question needs; the check by simulation left out
"$FAILWISE" simulate --power --repeats 0
"$FAILWISE" simulate --power --repeats 0 --reliability 0.5 --json | grep -c '"kind"'
