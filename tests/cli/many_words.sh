# More spellings than a thread remembers: its memory is emptied on the way, elsewhere with other threads, and nothing shows it.
python3 - >answers.csv <<'PY'
print("answer_id,text")
for answer in range(900):
    words = ["w" + "".join(chr(97 + (answer * 150 + word) // 26 ** place % 26) for place in range(5)) for word in range(150)]
    size = 8 + answer % 9
    told = [" ".join(words[at:at + size]) for at in range(0, 150, size)]
    print(f'a{answer},"' + ". ".join(f"I was late and we lost {part} and I told them" for part in told) + '."')
PY
for threads in 1 2 3; do
    "$FAILWISE" run answers.csv -q --threads $threads -o out$threads
    "$FAILWISE" export out$threads/cohort.h5 X -q -o x$threads.csv
done
cmp x1.csv x2.csv && cmp x1.csv x3.csv && echo "the same"
