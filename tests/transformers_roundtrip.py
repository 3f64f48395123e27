#!/usr/bin/env python3
"""Loads a model folder that we saved with Hugging Face `transformers`, and checks that it is the same model there.

    pip install torch transformers safetensors
    python tests/transformers_roundtrip.py DIR [--expected FILE]

`TRANSFORMERS_PYTHON=python cargo test --test transformers_roundtrip` does so for a small model of each kind.

DIR holds `config.json`, `model.safetensors`, `tokenizer.json` and `tokenizer_config.json`. The class is the one that `architectures` in
config.json names. Every tensor name and shape must be the published one: none missing, none left over.

FILE holds what our program computed: {"texts": [...], "ids": [[...]], "logits": [[...]]}. A text is a string or a pair
of strings. Each row of `ids` must be what tokenizer.json makes of the text, by itself and through AutoTokenizer (which
takes only the vocabulary from it, and goes by tokenizer_config.json). Each row of `logits` must agree to 1e-4 with what the
loaded model makes of the ids. A row is

- for BertForSequenceClassification: the logit of every label;
- for BertForTokenClassification: the logit of every label at the first [MASK];
- for BertForPreTraining: the logit of every word piece at the first [MASK], then the two next-sentence logits;
- for BertModel: the hidden state of the first token, then the pooled output.

The exit code is 0 if all agree, else 1.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors import safe_open

TOLERANCE = 1e-4


def load(folder):
    """The model, after a check that the file's tensors are exactly the model's."""
    config = json.loads((folder / "config.json").read_text())
    name = config["architectures"][0]
    model, info = getattr(transformers, name).from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    for problem, found in info.items():
        if found:
            sys.exit(f"{folder}: {name} reports {problem}: {found}")

    # `transformers` forgives a missing `bert.` prefix and renames old tensors, so compare the names themselves.
    with safe_open(folder / "model.safetensors", "pt") as file:
        saved = set(file.keys())
    wanted = model.state_dict()
    tied = {tensor.data_ptr() for key, tensor in wanted.items() if key in saved}
    missing = [key for key, tensor in wanted.items() if key not in saved and tensor.data_ptr() not in tied]
    unexpected = [key for key in saved if key not in wanted and not key.endswith("position_ids")]
    if missing or unexpected:
        sys.exit(f"{folder}: {name}: missing {sorted(missing)}, unexpected {sorted(unexpected)}")
    print(f"{folder}: {name}, {len(saved)} tensors, {sum(p.numel() for p in model.parameters()):,} numbers")
    return model.eval()


def model_row(model, inputs, mask_id):
    """The row that the file format above names."""
    with torch.inference_mode():
        output = model(**inputs)
    match type(model).__name__:
        case "BertForSequenceClassification":
            return output.logits[0]
        case "BertForTokenClassification":
            return output.logits[0, inputs["input_ids"][0].tolist().index(mask_id)]
        case "BertForPreTraining":
            at_mask = output.prediction_logits[0, inputs["input_ids"][0].tolist().index(mask_id)]
            return torch.cat([at_mask, output.seq_relationship_logits[0]])
        case "BertModel":
            return torch.cat([output.last_hidden_state[0, 0], output.pooler_output[0]])
        case other:
            sys.exit(f"no comparison is written for {other}")


def compare(folder, model, path):
    """Every text of the file: ids must be equal, logits close."""
    expected = json.loads(path.read_text())
    rows = list(zip(expected["texts"], expected["ids"], expected["logits"], strict=True))
    if not rows:
        sys.exit(f"{path}: no texts")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    mask_id = tokenizer.convert_tokens_to_ids("[MASK]")
    auto = transformers.AutoTokenizer.from_pretrained(folder)
    worst = 0.0
    for text, ids, row in rows:
        parts = [text] if isinstance(text, str) else text
        inputs = tokenizer(*parts, return_tensors="pt", return_token_type_ids=True)
        for theirs in [inputs["input_ids"][0].tolist(), auto(*parts)["input_ids"]]:
            if theirs != ids:
                sys.exit(f"{path}: {text!r}: ids are {ids}, and {theirs} in transformers")
        theirs, ours = model_row(model, inputs, mask_id), torch.tensor(row)
        if theirs.shape != ours.shape:
            sys.exit(f"{path}: {text!r}: {len(ours)} logits, and {len(theirs)} in transformers")
        error = ((theirs - ours).abs() / theirs.abs().clamp(min=1.0)).max().item()
        if not error <= TOLERANCE:  # written so that NaN fails
            sys.exit(f"{path}: {text!r}: logits off by {error:.1e}: {row[:4]}, {theirs[:4].tolist()} in transformers")
        worst = max(worst, error)
    print(f"{path}: {len(rows)} texts: ids equal, logits within {worst:.1e}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path, help="the folder of the saved model")
    parser.add_argument("--expected", type=Path, help="the file of texts, ids and logits that our program wrote")
    args = parser.parse_args()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    loaded = load(args.dir)
    if args.expected:
        compare(args.dir, loaded, args.expected)
