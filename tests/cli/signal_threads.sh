# SIGINT in the middle of a run, on one thread and on two: status 130, nothing left behind
. "$TESTS/cli/helpers"
for t in 1 2; do
    mkfifo pipe$t
    "$FAILWISE" run - -q -t $t -o out$t <pipe$t &
    run=$!
    exec 3>pipe$t
    feed out$t || echo "no run has begun"
    kill -INT $run
    exec 3>&-
    wait $run; echo $?
    rm pipe$t
done
ls -A
