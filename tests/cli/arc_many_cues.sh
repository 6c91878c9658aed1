# categories that are cues but tell nothing change no score, also once they are more than one number of bits holds (64)
exec 2>&1
mkdir rules
cp "$DATASETS"/lexicon/arc*.csv rules
cut -d, -f1 rules/arc.csv | sort -u >cues
awk '/^[0-9]+[ \t]+[a-z_]+$/ { print $2 }' "$DATASETS"/lexicon/*.dic | sort -u >categories
comm -23 categories cues | sed 's/$/,other,0/' >>rules/arc.csv
cut -d, -f1 rules/arc.csv | sort -u | comm -12 - categories | awk 'END { print (NR > 64 ? "more than 64 categories" : NR) }'
for rules in "$DATASETS/lexicon" rules; do
    "$FAILWISE" run "$DATASETS/example/answers.csv" --arc "$rules" -q -o "out-$(basename "$rules")" >/dev/null
done
cmp out-lexicon/scores.csv out-rules/scores.csv && echo "same scores"
# What counts cues sees them.
cmp -s out-lexicon/tables/features.csv out-rules/tables/features.csv || echo "other counts of cues"
