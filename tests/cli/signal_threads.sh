# SIGINT in the middle of a run, on one thread and on two: status 130, nothing left behind
for t in 1 2; do
    mkfifo pipe$t
    "$FAILWISE" run - -q -t $t -o out$t <pipe$t &
    run=$!
    exec 3>pipe$t
    awk 'BEGIN { print "answer_id,text"; for (i = 0; i < 40000; i++) printf "a%d,\"I failed. I missed date %d by two weeks.\"\n", i, i }' >&3
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -d out$t.partial ] && break
        sleep 0.2
    done
    [ -d out$t.partial ] || echo "no run to interrupt"
    kill -INT $run
    exec 3>&-
    wait $run; echo $?
    rm pipe$t
done
ls -A
