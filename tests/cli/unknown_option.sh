# every command refuses an unknown option in the same way
for c in run check load extract fit score report audit features version; do
    "$FAILWISE" $c --qiuet x
    echo $c $?
done
