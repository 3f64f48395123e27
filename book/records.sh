#!/usr/bin/env bash
# Makes the records and the widgets' data that the book quotes: half an hour to an hour on two cores. Run it after a change that
# changes results, and read what the pages say about them. Not those of published data and models, which are not in this
# repository: the command of each is in its machine.json.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --bins --example book_widgets
ch01=target/debug/ch01_transformer ch02=target/debug/ch02_pretraining ch03=target/debug/ch03_sentiment ch04=target/debug/ch04_ner
ch05=target/debug/ch05_question_answering ch06=target/debug/ch06_similarity
$ch01 --record
for seed in 1 2; do $ch01 --record --seed $seed --out runs/book/ch01-seed-$seed; done
$ch01 --record too-fast --learning-rate 0.05 --out runs/book/ch01-too-fast
$ch01 --record shifted-labels --break shifted-labels --out runs/book/ch01-shifted-labels
$ch01 --record no-warm-up --break no-warm-up --out runs/book/ch01-no-warm-up

# Three encoders, each fine-tuned with three seeds: what fine-tuning finds depends on what pretraining left. Seed 0 comes last,
# and its encoder stays for what follows.
for seed in 2 1 0; do
    $ch02 --record --seed $seed
    $ch03 --record --seed $seed
    $ch04 --record --seed $seed
    $ch05 --record --seed $seed
    $ch06 --record --seed $seed

    # How much of the encoder learns, and what it then forgets of chapter 2.
    $ch02 --record forgetting --seed $seed forgetting runs/ch03_sentiment/model
    for depth in "freeze-1" "freeze-2" "freeze-3" "layer-decay-0.7" "layer-decay-0.4" "layer-decay-0.2"; do
        name=${depth/./}
        rate=""
        [[ $depth == freeze-3 ]] && rate="--learning-rate 6e-3" # as the frozen row: the few that learn bear it
        $ch03 --record $name --seed $seed --skip-rivals --${depth%-*} ${depth##*-} $rate --out runs/book/ch03-$name
        $ch02 --record forgetting-$name --seed $seed forgetting runs/book/ch03-$name/model
    done
done
small="--words 200000"
$ch02 --record small $small --out runs/book/ch02-small
$ch02 --record every-token $small --break every-token --out runs/book/ch02-every-token
$ch02 --record shifted-labels $small --break shifted-labels --out runs/book/ch02-shifted-labels
$ch02 --record too-fast $small --learning-rate 0.03 --out runs/book/ch02-too-fast

$ch03 --record too-fast --learning-rate 6e-3 --seeds 1 --out runs/book/ch03-too-fast
$ch02 --record forgetting-too-fast forgetting runs/book/ch03-too-fast/model
$ch03 --record shifted-labels --break shifted-labels --seeds 1 --out runs/book/ch03-shifted-labels
$ch03 --record no-warm-up --break no-warm-up --seeds 1 --out runs/book/ch03-no-warm-up
$ch03 --record few --examples 20 --out runs/book/ch03-few

$ch04 --record too-fast --learning-rate 6e-3 --seeds 1 --out runs/book/ch04-too-fast
$ch04 --record shifted-labels --break shifted-labels --seeds 1 --out runs/book/ch04-shifted-labels
$ch04 --record few --examples 50 --epochs 60 --out runs/book/ch04-few

$ch05 --record shifted-labels --break shifted-labels --seeds 1 --skip-rivals --out runs/book/ch05-shifted-labels
$ch05 --record too-fast --learning-rate 1e-2 --seeds 1 --skip-rivals --out runs/book/ch05-too-fast

bi="--encoder bi --seeds 1"
$ch06 --record too-fast $bi --learning-rate 5e-3 --out runs/book/ch06-too-fast
$ch06 --record shifted-labels $bi --break shifted-labels --out runs/book/ch06-shifted-labels
$ch06 --record contrastive $bi --loss contrastive --out runs/book/ch06-contrastive
$ch06 --record cls $bi --pooling cls --out runs/book/ch06-cls
$ch06 --record max $bi --pooling max --out runs/book/ch06-max

for rate in 1e-4 1e-3 1e-2 5e-2; do
    $ch01 --learning-rate $rate --out runs/book/rates/$rate
    $ch01 --learning-rate $rate --break no-warm-up --out runs/book/rates/$rate-no-warm-up
done
target/debug/examples/book_widgets runs/ch01_transformer/model runs/ch02_pretraining/model runs/ch03_sentiment/model runs/book/rates
