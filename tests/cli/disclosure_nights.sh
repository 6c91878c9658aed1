# Two whole reports of nearly the same people, subtracted: where --min-changed lets a night pass nothing is told of fewer than k.
/usr/bin/python3 "$TESTS/privacy/subtract.py" "$FAILWISE" "$DATASETS/example/answers.csv" 1 1 2>/dev/null
