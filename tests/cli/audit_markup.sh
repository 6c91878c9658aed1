# What web forms and transcripts put into an answer is neither read nor shown as the speaker's words.
set -e
export COLUMNS=100
cat >page.txt <<'END'
<p>So, um, I was the lead of a release. I, uh, decided to <b>skip</b> the review &amp; we didn&#39;t test it (laughs).</p>
<p>R&amp;D said &quot;no&quot;.<br/>It cost us &pound;4,000.</p>
END
cat >transcript.txt <<'END'
[00:00:02] Interviewer: Tell me about a time you failed.
[00:00:07] Candidate: I ran the release. I didn`t test it, and 40 orders were lost.
[00:00:15] Interviewer: What did you learn? Did you change the process?
[00:00:19] Candidate: Hmm. Nothing [inaudible] really.
END
"$FAILWISE" audit page.txt | sed -n '1,/^Five parts/p'
"$FAILWISE" audit transcript.txt | sed -n '1,/^Five parts/p'
"$FAILWISE" audit --json transcript.txt | python3 -c '
import json, sys
text = open("transcript.txt", "rb").read()
for piece in json.load(sys.stdin)["unread"]:
    print(piece["kind"], text[piece["start"]:piece["end"]])'
# Pages show it so, too.
{ printf 'answer_id,participant_id,text\n1,p,"'; sed 's/"/""/g' page.txt; printf '"\n'; } >answers.csv
"$FAILWISE" run answers.csv -q --keep-text -o out >/dev/null
"$FAILWISE" feedback out/ -p p -q
grep -c 'R&amp;D said' "out-feedback/$(ls out-feedback)"
! grep 'lt;b\|amp;amp\|amp;#' "out-feedback/$(ls out-feedback)"
