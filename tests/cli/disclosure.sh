# What a report withholds cannot be had by solving all that it publishes at once: random cohorts with nested columns.
/usr/bin/python3 "$TESTS/privacy/solve.py" "$FAILWISE" "$DATASETS/example/answers.csv" 4 3
/usr/bin/python3 "$TESTS/privacy/solve.py" "$FAILWISE" "$DATASETS/example/answers.csv" 28 2
