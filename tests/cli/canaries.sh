# Personal data and words planted in answers are found nowhere but where text is allowed: outputs, messages, logs, temporaries.
mkdir scratch
/usr/bin/python3 "$TESTS/privacy/canaries.py" "$FAILWISE" "$PWD/scratch"
