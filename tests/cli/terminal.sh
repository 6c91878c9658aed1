# On a terminal nothing is wider than it: help, an audit, two drafts, a role.
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
cat >on_terminal.py <<'END'
import fcntl, os, pty, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ["NO_COLOR"] = "1"
    os.execv(command[0], command)
data = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    data += piece
os.waitpid(pid, 0)
lines = data.decode().splitlines()
wide = [line for line in lines if len(line) > columns]
print(columns, " ".join(os.path.basename(word) for word in command[1:]) + ":", "some lines" if len(lines) > 10 else "nothing", len(wide), "too wide")
for line in wide:
    print("    " + line)
END
echo 'Engineering manager. We look for people who own reliability, listen to customers, and mentor others, every day of the week.' >role.txt
for i in a017 a002; do python3 -c "
import csv, sys
print(next(r['text'] for r in csv.DictReader(open(sys.argv[1])) if r['answer_id'] == sys.argv[2]))" "$DATASETS/example/answers.csv" $i >$i.txt; done
for columns in 80 120; do
    for command in 'help run' 'help fit' 'help evaluate' 'audit a017.txt' 'audit -v a017.txt' 'audit a017.txt a002.txt' 'pick a017.txt a002.txt --role role.txt' 'features'; do
        # shellcheck disable=SC2086 # words of a command
        python3 on_terminal.py $columns "$FAILWISE" $command
    done
done
