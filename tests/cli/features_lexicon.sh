printf '%%\n1\tmy_words\n%%\nfiasco\t1\nmade a mess*\t1\n' >mine.dic
"$FAILWISE" features --lexicon mine.dic | sed -n '1p; /my_words/p'
"$FAILWISE" features --lexicon nowhere.dic; echo $?
