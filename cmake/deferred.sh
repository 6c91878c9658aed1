#!/bin/sh
# deferred.sh: which symbols of some libraries the program's objects use:  NM READELF HEADER EXPORTS LIBRARY.. -- OBJECT..
#
# Writes HEADER for pipeline/cli/deferred/deferred.c: LIBRARY(soname), and below it FUNCTION(name) and DATA(name, bytes);
# and EXPORTS, the linker's list of the data, which must be visible to the libraries.
set -eu
nm=$1 readelf=$2 header=$3 exports=$4
shift 4
work=$(mktemp -d "${TMPDIR:-/tmp}/failwise-deferred.XXXXXX")
trap 'rm -rf "$work"' EXIT
while [ "$1" != -- ]; do
    "$readelf" -d "$1" | sed -n 's/.*(SONAME).*\[\(.*\)\].*/LIBRARY \1/p'
    "$nm" -D -S --defined-only "$1"
    shift
done >"$work/defined"
shift
"$nm" -u "$@" | awk 'NF == 2 && $1 == "U" { print "USED", $2 }' | sort -u >"$work/used"
awk -v exports="$work/exports" '
    $1 == "USED" { used[$2] = 1; next }
    $1 == "LIBRARY" { printf "LIBRARY(\"%s\")\n", $2; libraries++; next }
    NF == 4 {
        sub(/@.*/, "", $4)
        if (!($4 in used)) next
        delete used[$4] # the first library that has it wins, as when linking
        if ($3 ~ /[TWi]/) { printf "FUNCTION(%s)\n", $4; next }
        printf "DATA(%s, 0x%s)\n", $4, $2
        data = data " " $4 ";"
    }
    END { print "{" data " };" >exports; exit libraries == 0 }' "$work/used" "$work/defined" >"$work/header"
mv "$work/header" "$header"
mv "$work/exports" "$exports"
