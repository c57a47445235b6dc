#!/bin/sh
# Runs all targets, or those named, at the same time until SECONDS are over:
#     fuzz/run.sh SECONDS LOGS BINARIES [TARGET...]
# A target that finds something is started again, with what it has learned, for the time that is left.
set -u
seconds=$1 logs=$2 binaries=$3
shift 3
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\([a-z]*\)"$/\1/p' Cargo.toml)
end=$(($(date +%s) + seconds))
one() {
    mkdir -p "corpus/$1" "artifacts/$1"
    runs=0
    while left=$((end - $(date +%s))) && [ "$left" -gt 5 ] && [ "$runs" -lt 50 ]; do
        runs=$((runs + 1))
        echo "== $1: run $runs, $left seconds left, $(date)"
        nice -n 15 "$binaries/$1" "corpus/$1" -dict=dict.txt -max_len=16384 -artifact_prefix="artifacts/$1/" \
            -max_total_time="$left" -rss_limit_mb=1024 -timeout=10 -report_slow_units=5 -print_final_stats=1
        echo "== $1: ended with $?, $(date)"
    done
}
for target in "$@"; do
    one "$target" >> "$logs/$target.log" 2>&1 &
done
wait
