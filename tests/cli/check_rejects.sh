# one bad row of each kind: code, line, and never the text
printf 'answer_id,participant_id,attempt,text\n' >a.csv
printf 'a1,p1,1,"I failed."\n' >>a.csv
printf 'a1,p1,2,"I failed again."\n' >>a.csv
printf ',p2,1,"No id."\na3,p3,1,"  "\na4,p4\na5,p5,zero,"A number that is none."\n' >>a.csv
printf 'a6,p6,1,"caf\351"\na7,p7,1,"nul \000 byte"\na8,p8,1,bare " quote\n' >>a.csv
printf 'a9,p9,1,"\033[31mred"\nb1,p1,1,"never closed\n' >>a.csv
"$FAILWISE" check a.csv
