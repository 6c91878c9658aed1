# What the tables of `evaluate` withhold cannot be had by solving all of them at once, nor from how much groups explain.
/usr/bin/python3 "$TESTS/privacy/solve_evaluate.py" "$FAILWISE" 1 3
