#!/usr/bin/env python3
"""One training step of the same models in PyTorch, as the Hugging Face models have them: see README.md.

    python torch_step.py CONFIG THREADS DROPOUT ROUNDS SECONDS

prints one line of JSON: tokens a second, eager and compiled, each the median of its rounds, which take turns.
"""

import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F
import transformers

# layers, width, heads, vocabulary, sequences, length; as in benches/sizes/mod.rs
SIZES = {1: (2, 128, 2, 8192, 32, 128), 2: (4, 256, 4, 8192, 16, 128), 3: (6, 384, 12, 30522, 16, 64)}


def build(number, dropout):
    """The model, and a function from nothing to its loss on a fixed batch of random tokens."""
    layers, width, heads, vocabulary, sequences, length = SIZES[number]
    config = transformers.BertConfig(
        vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=4 * width,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout)
    torch.manual_seed(1)
    ids = torch.randint(5, vocabulary, (sequences, length))
    types = (torch.arange(length) >= length // 2).long().expand(sequences, length)
    classes = torch.randint(0, 2, (sequences,))
    inputs = dict(input_ids=ids, token_type_ids=types, attention_mask=torch.ones_like(ids))
    if number == 3:
        model = transformers.BertForSequenceClassification(config)
        return model.train(), lambda: model(**inputs, labels=classes).loss
    model = transformers.BertForPreTraining(config)
    masked = round(0.15 * length)
    places = (torch.arange(masked) * 6 + torch.arange(sequences)[:, None] * length).flatten()
    words = torch.randint(5, vocabulary, (sequences * masked,))

    def loss():
        # The logits of masked positions only, as ours; the library's own loss computes those of all.
        output = model.bert(**inputs)
        hidden = output.last_hidden_state.reshape(-1, width)[places]
        words_loss = F.cross_entropy(model.cls.predictions(hidden), words)
        return words_loss + F.cross_entropy(model.cls.seq_relationship(output.pooler_output), classes)

    return model.train(), loss


def steps(number, dropout, compiled):
    """A function that makes one step."""
    model, loss = build(number, dropout)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    forward = torch.compile(loss) if compiled else loss

    def step():
        optimizer.zero_grad(set_to_none=True)
        forward().backward()
        optimizer.step()

    return step


def main():
    number, threads, dropout, rounds, seconds = (float(argument) for argument in sys.argv[1:])
    torch.set_num_threads(int(threads))
    *_, sequences, length = SIZES[int(number)]
    variants = {name: steps(int(number), dropout, name == "compiled") for name in ("eager", "compiled")}
    speeds = {name: [] for name in variants}
    for step in variants.values():
        for _ in range(5):
            step()
    for _ in range(int(rounds)):
        for name, step in variants.items():
            step()
            start, count = time.monotonic(), 0
            while time.monotonic() - start < seconds:
                step()
                count += 1
            speeds[name].append(count * sequences * length / (time.monotonic() - start))
    print(json.dumps({name: statistics.median(found) for name, found in speeds.items()}))


if __name__ == "__main__":
    main()
