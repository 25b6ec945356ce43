#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""Makes the golden files of FamilyParityTest: what transformers makes of pictures of several shapes.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==5.23.0 "pillow>=13" numpy safetensors
    venv/bin/python family_cases.py --model ../../../../methods/src/test/resources/parity/models/llava_next --out ../resources/families/llava_next

The model of Qwen2-VL is made by qwen2_vl_model.py. Of Qwen models the positions on three axes are kept too, and frames, rows and
columns of patches.

Pictures are noise that a test makes again from its seed (the rule of image_processing.py). Of each case it keeps the token ids
with every image spelt out, a hash of what the processor gives the tower, greedy tokens, and the logits behind each of them.
Pixels are those of the PIL backend, which the fast one equals up to a level of 8 bits.
"""

import argparse
import hashlib
import json
import os

import numpy
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

CASES = [
    ("square", "USER: <image>\nWhat color is the car? ASSISTANT:", [(64, 64)]),
    ("wide", "USER: <image>\nWhat is in the picture? ASSISTANT:", [(150, 50)]),
    ("tall", "USER: <image>\nRead the sign. ASSISTANT:", [(47, 133)]),
    ("narrow", "USER: <image>\nRead the sign. ASSISTANT:", [(3, 200)]),
    ("tiny", "USER: <image>\nRead the sign. ASSISTANT:", [(8, 8)]),
    ("two images", "USER: <image>\nand <image>\nWhat color is the car? ASSISTANT:", [(150, 50), (47, 133)]),
    ("no image", "USER: What color is the car? ASSISTANT:", []),
]
# Grids of 3 x 4 and 4 x 4 squares: parts of windows and whole ones, where CASES have few.
QWEN_CASES = [
    ("large", "USER: <image>\nWhat is in the picture? ASSISTANT:", [(200, 160)]),
    ("whole windows", "USER: <image>\nRead the sign. ASSISTANT:", [(123, 101)]),
]
STEPS = 6


def picture(width, height, seed):
    state = seed
    levels = numpy.zeros(3 * width * height, dtype=numpy.uint8)
    for i in range(levels.size):
        state = (state * 1103515245 + 12345) % 2**31
        levels[i] = min(max((state >> 16) % 384 - 64, 0), 255)
    return Image.fromarray(levels.reshape(height, width, 3))


def spelt(prompt, images, processor, config):
    from transformers.models.smolvlm.processing_smolvlm import get_image_prompt_string

    tokens = (config.vision_config.image_size // config.vision_config.patch_size) ** 2 // config.scale_factor**2
    parts = prompt.split("<image>")
    text = parts[0]
    for image, part in zip(images, parts[1:]):
        own = processor(images=[[image]], return_row_col_info=True)
        text += get_image_prompt_string(
            own["rows"][0][0],
            own["cols"][0][0],
            tokens,
            image_token="<image>",
            fake_token_around_image="<fake_token_around_image>",
            global_image_token="<global-img>",
        ) + part
    return text


def placed(model, ids, inputs):
    """What says where a Qwen model's tokens stand: which of them are an image's, and their positions on three axes."""
    types = torch.tensor([[int(token == model.config.image_token_id) for token in ids]])
    row = torch.tensor([ids])
    if "image_grid_thw" not in inputs:
        return {}, torch.arange(len(ids)).expand(3, -1), 0
    positions, delta = model.model.get_rope_index(row, types, image_grid_thw=inputs["image_grid_thw"])
    return {"mm_token_type_ids": types}, positions[:, 0], int(delta)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--model", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--set", action="append", default=[], help="KEY=VALUE in config.json, which the test sets too")
    options = arguments.parse_args()
    torch.manual_seed(0)
    changes = dict(one.split("=", 1) for one in options.set)
    config = transformers.AutoConfig.from_pretrained(options.model, **changes)
    model = transformers.AutoModelForImageTextToText.from_pretrained(options.model, config=config, dtype=torch.float32).eval()
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.model, "tokenizer.json"))
    processor = transformers.AutoImageProcessor.from_pretrained(options.model, backend="pil")
    image_token = getattr(config, "image_token_id", None) or config.image_token_index
    qwen = config.model_type in ("qwen2_vl", "qwen2_5_vl")
    cases, tensors = [], {}
    for name, prompt, sizes in CASES + (QWEN_CASES if qwen else []):
        if qwen:
            prompt = prompt.replace("<image>", "<|vision_start|><image><|vision_end|>")
        images = [picture(width, height, seed + 1) for seed, (width, height) in enumerate(sizes)]
        hashes, inputs, lengths = [], {}, []
        if images:
            # One list for each conversation: OneVision sees several pictures of one in a tile each.
            nested = config.model_type in ("llava_onevision", "smolvlm")
            inputs = dict(processor(images=[images] if nested else images, return_tensors="pt"))
            with torch.no_grad():
                features = model.get_image_features(**inputs)
            lengths = [one.shape[0] for one in getattr(features, "pooler_output", features)]
            for number, image in enumerate(images):
                if config.model_type == "llava_onevision" and len(images) > 1:
                    pixels = inputs["pixel_values"][number]
                else:
                    pixels = processor(images=[image], return_tensors="pt")["pixel_values"]
                hashes.append(hashlib.sha256(pixels.numpy().astype("<f4").tobytes()).hexdigest())
        if config.model_type == "smolvlm":
            ids = tokenizer(spelt(prompt, images, processor, config))["input_ids"]
        else:
            ids = []
            text = prompt.replace("<image>", tokenizer.decode([image_token])) if qwen else prompt
            for token in tokenizer(text)["input_ids"]:
                ids += [token] * (lengths.pop(0) if token == image_token else 1)
        tokens, rows = [], []
        with torch.no_grad():
            for _ in range(STEPS):
                more = placed(model, ids + tokens, inputs)[0] if qwen else {}
                logits = model(input_ids=torch.tensor([ids + tokens]), **inputs, **more).logits[0, -1]
                rows.append(logits)
                tokens.append(int(logits.argmax()))
        top = torch.stack(rows).topk(2).values
        gap = float((top[:, 0] - top[:, 1]).min())
        print(name, "rows", len(ids), "least gap of the first two logits", gap)
        tensors[name.replace(" ", "_")] = torch.stack(rows).contiguous()
        cases.append({
            "name": name, "prompt": prompt, "sizes": [list(size) for size in sizes], "ids": ids, "pixels": hashes,
            "tokens": tokens,
        })
        if qwen:
            _, positions, delta = placed(model, ids, inputs)
            cases[-1]["positions"] = positions.tolist()
            cases[-1]["next"] = len(ids) + delta
            cases[-1]["grids"] = inputs["image_grid_thw"].tolist() if images else []
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, "cases.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    save_file(tensors, os.path.join(options.out, "logits.safetensors"))


if __name__ == "__main__":
    main()
