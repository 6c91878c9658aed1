# A report beside an earlier run: where fewer than k people differ, what has moved would tell of them, and is not told.
awk 'BEGIN { print "answer_id,participant_id,text"; for (i = 1; i <= 40; i++)
    printf "a%02d,p%02d,\"I missed the date by %d weeks. I had not asked %s. Now I ask each week, and the last %d were on time.\"\n",
        i, i, i % 7 + 2, i % 3 ? "early" : "the team at all", i % 5 + 2 }' >base.csv
"$FAILWISE" run base.csv -q -o base >/dev/null
# differs NAME COMMAND..: a run of what the command makes of the answers, beside the first
differs() {
    echo "-- $1"
    shift
    "$@" >now.csv
    "$FAILWISE" run now.csv -q --baseline base --max-psi "$limit" --force -o out >/dev/null
    echo "status $?; $(ls out | grep -c drift.csv) tables of drift"
    sed -n '/"drift": {/,/}/p' out/summary.json | tr -d ' \n' | sed 's/[0-9]\.[0-9]*/FIGURE/g'
    echo
    cut -d, -f2 out/tables/gates.csv | tail -n 1 | sed 's/[0-9]\.[0-9]*/FIGURE/'
}
other() { awk -v n="$1" 'NR > 1 && NR <= n + 1 { sub(/I missed.*on time/, "We lost a client. I blamed nobody, and nothing changed") } { print }' base.csv; }
limit=100
differs "one person more" sh -c 'cat base.csv; echo "b1,q1,\"I failed. I was late by nine weeks.\""'
differs "one less" sed '$d' base.csv
differs "one in the place of another" sed 's/^a07,p07,/a07,q07,/' base.csv
differs "six answers of one person more" sh -c 'cat base.csv; for i in 1 2 3 4 5 6; do echo "b$i,p01,I failed. I was late by $i weeks."; done'
differs "other answers of four" other 4
limit=0
differs "beyond the limit: that is told, not by how much" other 4
limit=100
differs "other answers of five" other 5
differs "nobody: the same answers in another order" sh -c 'head -n 1 base.csv; sed 1d base.csv | sort -r'
echo "-- the gate on whom two reports tell of: nights are held back until five have changed; their figures are in no trend"
night() { # the numbers of answers tell the nights
    "$FAILWISE" run now.csv -q --keep 9 --min-changed 5 --metrics-file f.prom -o nights 2>&1 >/dev/null
    echo "status $?; latest has $(sed -n 's/.*"n_answers": \([0-9]*\).*/\1/p' nights/latest/summary.json) answers, $(grep -c '^failwise_mean' f.prom) mean told"
}
cp base.csv now.csv; night
for i in 1 2 3 4 5; do
    echo "b$i,q$i,\"I failed. I was late by $i weeks.\"" >>now.csv
    [ $i = 2 ] || night
done
sed -n '/"name": "min-changed"/,/}/p' nights/latest/summary.json | tr -d ' \n'; echo
grep -o '"runs": [0-9]*' nights/latest/summary.json | sort | uniq -c
cut -d, -f3,5 nights/history.csv
echo "-- what cannot be subtracted has not been shown to be good"
rm nights/latest/cohort.h5
echo 'b6,q6,"I failed. I was late by 6 weeks."' >>now.csv; night
