# Libraries that explaining an answer does not need are loaded when something does need them; one that is missing is told.
LD_TRACE_LOADED_OBJECTS=1 "$FAILWISE" >linked
if grep -q libhdf5 linked; then
    echo "this build is linked with all libraries"
    exit 77
fi
grep -oE 'lib(hdf5|gsl|openblas|blas|curl)[^ ]*' linked
echo "I broke the release in March and told my manager the same day." >answer.txt
mkdir broken
echo "no library" >broken/libhdf5_serial.so.103
LD_LIBRARY_PATH=$PWD/broken "$FAILWISE" audit answer.txt >/dev/null && echo "explained"
LD_LIBRARY_PATH=$PWD/broken "$FAILWISE" run "$DATASETS/example/answers.csv" -q -o out 2>message
echo "status $?"
grep -o 'failwise: a library is missing' message
ls out 2>/dev/null
"$FAILWISE" run "$DATASETS/example/answers.csv" -q -o out --force && ls out
