#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""From a decoded picture to the logits behind the prompt in transformers with SDPA, for comparison with `FamilyBenchmark`.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 torchvision==0.22.1 transformers==5.23.0 "pillow>=13"
    venv/bin/python families_transformers.py --asked FILE --repeats 30

FILE is what the benchmark wrote: the checkpoint, the picture and the ids of the prompt. Float32. Prints one line: rows, median and
best milliseconds, peak memory of the process.
"""

import argparse
import json
import os
import statistics
import time

import torch
import transformers
from PIL import Image

WARM_UPS = 3


def peak_mebibytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--asked", required=True)
    arguments.add_argument("--repeats", type=int, default=30)
    options = arguments.parse_args()
    with open(options.asked) as file:
        asked = json.load(file)
    model = transformers.AutoModelForImageTextToText.from_pretrained(
        asked["model"], dtype=torch.float32, attn_implementation="sdpa"
    ).eval()
    processor = transformers.AutoImageProcessor.from_pretrained(asked["model"])
    picture = Image.open(asked["picture"]).convert("RGB")
    nested = model.config.model_type in ("llava_onevision", "smolvlm")
    ids = torch.tensor([asked["ids"]])
    more = {}
    if model.config.model_type in ("qwen2_vl", "qwen2_5_vl"):
        more = {"mm_token_type_ids": (ids == model.config.image_token_id).int()}
    times = []
    with torch.inference_mode():
        for repeat in range(-WARM_UPS, options.repeats):
            start = time.perf_counter()
            inputs = processor(images=[[picture]] if nested else [picture], return_tensors="pt")
            model(input_ids=ids, **inputs, **more, use_cache=True, logits_to_keep=1)
            if repeat >= 0:
                times.append(1000 * (time.perf_counter() - start))
    print(
        f"{os.path.basename(asked['model'])}: {ids.shape[1]} rows, median {statistics.median(times):.2f} ms, "
        f"best {min(times):.2f}, peak memory {peak_mebibytes()} MiB, {torch.get_num_threads()} threads"
    )


main()
