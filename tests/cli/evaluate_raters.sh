# True scores with four raters and gaps, by hand; and the change between attempts.
cat >t.csv <<END
id,a,b,c,d,s
1,4,5,,,4.5
2,2,2,3,,2.0
3,3,,,,3.5
4,1,2,2,1,1.5
5,5,4,5,,4.0
END
"$FAILWISE" evaluate t.csv --human a --rating-columns a,b,c,d --system s -q -o out
cut -d, -f1-9 out/true_score.csv
# The same from its definition: c ratings a row with mean m; errors within rows over sum (c - 1).
awk -F, 'NR > 1 { c = 0; sum = 0; for (j = 2; j <= 5; j++) if ($j != "") { c++; sum += $j }
        m = sum / c; for (j = 2; j <= 5; j++) if ($j != "") within += ($j - m) ^ 2
        n++; df += c - 1; C += c; CC += c * c; S += sum; n_c[n] = c; mean[n] = m; score[n] = $6 }
    END { e = within / df; for (i = 1; i <= n; i++) { between += n_c[i] * (mean[i] - S / C) ^ 2; sse += n_c[i] * (mean[i] - score[i]) ^ 2 }
        t = (between - (n - 1) * e) / (C - CC / C); mse = (sse - n * e) / C
        printf "by hand: %.9f %.9f %.9f %.9f\n", e, t, mse, 1 - mse / t }' t.csv
awk -F, 'NR == 2 { printf "found:   %.9f %.9f %.9f %.9f\n", $6, $7, $8, $9 }' out/true_score.csv

echo "-- a share beyond 1 is told as estimated; its interval ends at 1, and is none where all of it lies beyond"
for w in 3 2.4 0; do
    awk -v w=$w 'BEGIN { print "id,a,b,s"; for (i = 1; i <= 20; i++)
        print i "," 1 + i % 5 + i % 3 "," 1 + i % 5 - i % 2 "," 1 + i % 5 + (i % 3 - i % 2) / 2 + w * (i * 7 % 11 - 5) / 10 }' >t.csv
    "$FAILWISE" evaluate t.csv --human a --rating-columns a,b --system s -q -o above.$w
    awk -F, 'NR == 2 { printf "%.3f (%.5s to %.5s)\n", $9, $10, $11 }' above.$w/true_score.csv
    sed -n '/PRMSE/p' above.$w/summary.md
done

echo "-- change between attempts: the first and the last one count, an attempt's answers are averaged"
awk 'BEGIN { print "answer_id,participant_id,cohort,attempt,h,overall,learn"; srand(2)
    for (i = 1; i <= 14; i++) for (a = 1; a <= 2 + i % 2; a++)
        print i "." a ",p" i "," (i <= 7 ? "east" : i <= 13 ? "west" : "alone") "," a "," 1 + (i + a) % 5 "," (i * 5 % 7) / 2 + a * (1 + i % 4) / 4 "," i % 3 + a / 2 }' >t.csv
"$FAILWISE" evaluate t.csv --human h --bootstrap 0 -q -o change
cut -d, -f1-6,10-15,25 change/programme_effect.csv
sed -n '/^## Change/,/^## Rows/p' change/summary.md
