#!/usr/bin/env bash
# Runs fuzz targets in turn, each for so many seconds: run.sh SECONDS TARGET…
# libFuzzer needs no nightly compiler: what `cargo fuzz` asks of one beyond these flags is AddressSanitizer, and none of
# this is unsafe code. What is built, the corpora and what was found lie in FUZZ.
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
: "${FUZZ:=$HOME/.cache/yunqian-fuzz}"
host=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_TARGET_DIR=$FUZZ
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"

bins=()
for target; do bins+=(--bin "$target"); done
# The flags go to what runs on the target alone: build scripts know nothing of libFuzzer.
cargo build --locked --release --target "$host" "${bins[@]}"

for target; do
    program=$FUZZ/$host/release/$target
    corpus=$FUZZ/corpus/$target
    found=$FUZZ/found/$target
    mkdir -p "$corpus" "$found"
    SEEDS=$corpus "$program" 2>/dev/null
    case $target in
        sdp | ingest) dictionary=(-dict=sdp.dict) ;;
        *) dictionary=() ;;
    esac
    echo "== $target, $seconds s; inputs that fail go to $found"
    "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -len_control=0 \
        -artifact_prefix="$found/" -print_final_stats=1 "${dictionary[@]}" "$corpus"
done
