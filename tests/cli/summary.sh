cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" run answers.csv --ratings ratings.csv -o out

# The report tells the same mean.
"$FAILWISE" run answers.csv --ratings ratings.csv -o again 2>told
python3 -c 'import json; m = json.load(open("again/summary.json"))["mean_overall"]
print("overall   mean {value:.2f} (95 % {low:.2f} to {high:.2f}) over {n} participants".format(**m))' | grep -qxFf - told &&
    echo "as in summary.json"
