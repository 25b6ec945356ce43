#!/usr/bin/env python3
"""Compares what pdrop and transformers make of a model folder: token ids, logits and greedy answers.

Usage: check_checkpoint.py FOLDER [--questions N] [--tolerance SHARE] [--pdrop COMMAND]

Run by TransformersTest wherever its environment has been made, and by hand before a checkpoint is committed:

    experiments/python/environment transformers
    OMP_NUM_THREADS=1 .pdrop/python/transformers/bin/python experiments/src/test/python/check_checkpoint.py experiments/models/glyph-llava

It asks questions of experiments/data/glyph-questions by `pdrop trace`, and the same by LlavaForConditionalGeneration with
the folder's own tokenizer, chat template and image processor: nothing passes from one side to the other but file names.
Prints a line for each question; the exit code is 1 if ids or answers differ anywhere, or logits by more than the tolerance,
relative to the largest one. Random weights may well have two best words: an answer may differ where both are that close.

The environment has 5.4 GB, since torch of the package index is the CUDA build and there is no smaller one of this version.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
import transformers
from PIL import Image
from transformers import AutoTokenizer, CLIPImageProcessorPil, LlavaForConditionalGeneration

HOME = pathlib.Path(__file__).resolve().parents[4]
DATA = HOME / "experiments" / "data" / "glyph-questions"
NEW_TOKENS = 4


def questions(count):
    """So many questions, spread over the data set."""
    lines = (DATA / "questions.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines[:: max(1, len(lines) // count)]][:count]


def traced(pdrop, folder, example):
    """What pdrop says of a question, as `pdrop trace` writes it."""
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "trace.json"
        command = [pdrop, "trace", "--model", folder, "--method", "full", "--image", DATA / example["image"]]
        command += ["--prompt", example["question"], "--max-new-tokens", str(NEW_TOKENS), "--out", out]
        run = subprocess.run([str(word) for word in command], cwd=HOME, capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(run.stderr)
        return json.loads(out.read_text())


class Reference:
    """The folder as transformers runs it, in float32."""

    def __init__(self, folder):
        self.model, report = LlavaForConditionalGeneration.from_pretrained(
            folder, dtype=torch.float32, output_loading_info=True
        )
        wrong = {kind: names for kind, names in report.items() if names}
        if wrong:
            raise SystemExit(f"expected a folder with every tensor and no other, found {wrong}")
        self.model.eval()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.images = CLIPImageProcessorPil.from_pretrained(folder)

    def prompt(self, question):
        """The ids of a question, with the image token at each visual slot."""
        content = [{"type": "image"}, {"type": "text", "text": question}]
        text = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False
        )
        ids = self.tokenizer(text)["input_ids"]
        image, config = self.model.config.image_token_index, self.model.config.vision_config
        visual = (config.image_size // config.patch_size) ** 2
        return [each for token in ids for each in [token] * (visual if token == image else 1)]

    @torch.no_grad()
    def answer(self, ids, picture):
        """The logits behind the prompt, and greedy tokens up to the end token."""
        pixels = self.images(Image.open(picture), return_tensors="pt")["pixel_values"]
        rows, tokens, first = torch.tensor([ids]), [], None
        for _ in range(NEW_TOKENS):
            logits = self.model(input_ids=rows, pixel_values=pixels).logits[0, -1]
            first = logits if first is None else first
            tokens.append(int(logits.argmax()))
            if tokens[-1] == self.model.generation_config.eos_token_id:
                break
            rows = torch.cat([rows, torch.tensor([tokens[-1:]])], dim=1)
        return first, tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--pdrop", default=HOME / "pdrop")
    options = parser.parse_args()
    folder = options.folder.resolve()
    reference = Reference(folder)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}")
    failed = False
    for example in questions(options.questions):
        trace = traced(options.pdrop, folder, example)
        ids = reference.prompt(example["question"])
        logits, tokens = reference.answer(ids, DATA / example["image"])
        difference = float((torch.tensor(trace["lastLogits"]) - logits).abs().max() / logits.abs().max())
        same_ids, same_answer = trace["inputIds"] == ids, trace["generatedIds"] == tokens
        failed |= not (same_ids and same_answer and difference <= options.tolerance)
        print(
            f"{example['id']}: ids {'equal' if same_ids else 'DIFFER'}, logits within {difference:.1e},"
            f" answer {'equal' if same_answer else 'DIFFERS'}: {reference.tokenizer.decode(tokens)}"
        )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
