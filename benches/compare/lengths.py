#!/usr/bin/env python3
"""Fine-tuning model 3 on sentences as long as those of a real data set, in this crate and in PyTorch: see README.md.

    python lengths.py --sentences train.tsv --model DIR [--preload LIB]
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time

from compare import KEEP_MEMORY, machine, run

DROPOUT = 0.1


def lengths(args):
    """The length of every sentence in word pieces, with [CLS] and [SEP]."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(os.path.join(args.model, "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    lines = open(args.sentences, encoding="utf-8").read().splitlines()[1:]
    return [min(128, len(encoding.ids)) for encoding in tokenizer.encode_batch([line.split("\t")[0] for line in lines])]


def batches(all_lengths, grouped):
    """Batches of 32: in random order, or with neighbours of similar length among each 50 batches, as trainers group them."""
    order = list(range(len(all_lengths)))
    random.Random(1).shuffle(order)
    if grouped:
        groups = [order[i : i + 1600] for i in range(0, len(order), 1600)]
        order = [i for group in groups for i in sorted(group, key=lambda i: -all_lengths[i])]
    found = [order[i : i + 32] for i in range(0, len(order) - 31, 32)]
    random.Random(2).shuffle(found)
    return [[all_lengths[i] for i in batch] for batch in found]


def torch_turn(file, grouped, seconds):
    """In a process of its own: trains for some seconds on padded batches, and prints the real tokens a second."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.set_num_threads(2)
    config = BertConfig(vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
                        hidden_dropout_prob=DROPOUT, attention_probs_dropout_prob=DROPOUT)
    model = BertForSequenceClassification(config).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)

    def step(batch):
        longest = max(batch)
        ids = torch.randint(5, 30000, (len(batch), longest))
        mask = (torch.arange(longest)[None] < torch.tensor(batch)[:, None]).long()
        model(input_ids=ids, attention_mask=mask, labels=torch.randint(0, 2, (len(batch),))).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return sum(batch)

    todo = batches([int(line) for line in open(file)], grouped)
    for batch in todo[:5]:
        step(batch)
    start, tokens, turn = time.monotonic(), 0, 5
    while time.monotonic() - start < seconds:
        tokens += step(todo[turn % len(todo)])
        turn += 1
    print(tokens / (time.monotonic() - start))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", default="cargo bench --bench throughput --", help="our bench (%(default)s)")
    parser.add_argument("--sentences", help="a TSV file with a header and the sentence in its first column")
    parser.add_argument("--model", help="a folder with the tokenizer.json of a BERT")
    parser.add_argument("--preload", help="a library that makes PyTorch take its fastest path on this CPU")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (%(default)s)")
    parser.add_argument("--seconds", type=float, default=8, help="length of a turn (%(default)s)")
    parser.add_argument("--torch", nargs=2, metavar=("FILE", "ORDER"), help="only this: one turn of PyTorch")
    args = parser.parse_args()
    if args.torch:
        return torch_turn(args.torch[0], args.torch[1] == "grouped", args.seconds)

    found = lengths(args)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(map(str, found)))
        file.flush()
        seconds = ["--seconds", str(args.seconds)]
        ours = args.ours.split() + ["--config", "3", "--dropout", str(DROPOUT), "--lengths", file.name, *seconds]
        torch = [sys.executable, __file__, *seconds, "--torch", file.name]
        best = {**KEEP_MEMORY, **({"LD_PRELOAD": args.preload} if args.preload else {})}
        rows = {"ours": [], "PyTorch at its best, grouped by length": [], "PyTorch as installed, random order": []}
        for _ in range(args.rounds):
            rows["ours"].append(json.loads(run(ours).splitlines()[-1])["tokens_per_second"])
            rows["PyTorch at its best, grouped by length"].append(float(run(torch + ["grouped"], best)))
            rows["PyTorch as installed, random order"].append(float(run(torch + ["random"])))
    ours = statistics.median(rows["ours"])
    print(machine(argparse.Namespace(python=sys.executable)) + "\n")
    print(f"{len(found)} sentences of {statistics.mean(found):.1f} word pieces on average, batches of 32, dropout {DROPOUT}, {args.rounds} turns each\n")
    print("| | real tokens/s | ours is faster by |\n|---|--:|--:|")
    for name, speeds in rows.items():
        print(f"| {name} | {statistics.median(speeds):,.0f} | {ours / statistics.median(speeds):.2f} |")


if __name__ == "__main__":
    main()
