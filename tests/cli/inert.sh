# Hostile strings in every text slot come out of every command whole and inert: markup, formulas, control bytes, bidi, quotes.
mkdir scratch
/usr/bin/python3 "$TESTS/privacy/inert.py" "$FAILWISE" "$PWD/scratch" "$DATASETS/example" "$TESTS"
