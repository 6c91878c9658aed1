# what cannot be asked for: status 64, nothing written
try() {
    "$FAILWISE" simulate "$@" 2>&1 | head -n 1
    "$FAILWISE" simulate "$@" >/dev/null 2>&1
    echo "status $?"
}
try -n 0 -o out
try -n 10
try -o out
try -n 10 --seed minus -o out
try -n 10 --seed -1 -o out
try -n 10 --participants 20 -o out
try -n 10 --participants 4 --attempts 4 -o out
try -n 10 --raters 3 --ratings-per-answer 4 -o out
try -n 10 --reliability 0.9 --noise 0.3 -o out
try -n 10 --reliability 0.99 -o out
try -n 2 --cohorts 4 -o out
try -n 10 --dirty 0.9 -o out
try -n 10 --power
try --power --ratings-per-answer 0
try -n 10 --grammar nowhere -o out
ls
