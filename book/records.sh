#!/usr/bin/env bash
# Makes all records and the widgets' data that the book quotes: some ten minutes on two cores. Run it after a change that
# changes results, and read what the pages say about them.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --bins --example book_widgets
ch01=target/debug/ch01_transformer ch02=target/debug/ch02_pretraining ch03=target/debug/ch03_sentiment
${LOCK:-} $ch01 --record
${LOCK:-} $ch01 --record too-fast --learning-rate 0.05 --out runs/book/ch01-too-fast
${LOCK:-} $ch01 --record shifted-labels --break shifted-labels --out runs/book/ch01-shifted-labels
${LOCK:-} $ch01 --record no-warm-up --break no-warm-up --out runs/book/ch01-no-warm-up

${LOCK:-} $ch02 --record
small="--words 200000"
${LOCK:-} $ch02 --record small $small --out runs/book/ch02-small
${LOCK:-} $ch02 --record every-token $small --break every-token --out runs/book/ch02-every-token
${LOCK:-} $ch02 --record shifted-labels $small --break shifted-labels --out runs/book/ch02-shifted-labels
${LOCK:-} $ch02 --record too-fast $small --learning-rate 0.03 --out runs/book/ch02-too-fast

${LOCK:-} $ch03 --record
${LOCK:-} $ch03 --record too-fast --learning-rate 6e-3 --seeds 1 --out runs/book/ch03-too-fast
${LOCK:-} $ch03 --record shifted-labels --break shifted-labels --seeds 1 --out runs/book/ch03-shifted-labels
${LOCK:-} $ch03 --record no-warm-up --break no-warm-up --seeds 1 --out runs/book/ch03-no-warm-up
${LOCK:-} $ch03 --record few --examples 20 --out runs/book/ch03-few

for rate in 1e-4 1e-3 1e-2 5e-2; do
    ${LOCK:-} $ch01 --learning-rate $rate --out runs/book/rates/$rate
    ${LOCK:-} $ch01 --learning-rate $rate --break no-warm-up --out runs/book/rates/$rate-no-warm-up
done
target/debug/examples/book_widgets runs/ch01_transformer/model runs/ch02_pretraining/model runs/ch03_sentiment/model runs/book/rates
