printf '%%\n1\tmy_words\n2\thedge\n3\t+filler\n%%\nfiasco\t1\nmade a mess*\t1\ninnit\t2\nbleurgh\t3\nfiasco\t1\n' >mine.dic
printf 'DicTerm,glum,keen\nlow,X,\neager*,,X\n' >moods.dicx
printf 'geo:\n  Countries: [United States, "* Republic"]\n  oceans: []\n' >geo.yml
"$FAILWISE" features --lexicon mine.dic --lexicon moods.dicx --lexicon geo.yml |
    sed -n '/^filler/s/ [0-9][0-9]* / n /; 1p; /mine.dic/p; /moods.dicx/p; /geo.yml/p; /^$/,$p'
"$FAILWISE" features --lexicon mine.dic --json 2>&1 | grep -A 7 '"my_words"'
printf 'A: [x]\nB: *a\n' >alias.yml
"$FAILWISE" features --lexicon alias.yml; echo $?
printf 'lamb\t1\n' >bare.dic
"$FAILWISE" features --lexicon bare.dic; echo $?
"$FAILWISE" features --lexicon nowhere.dic; echo $?
