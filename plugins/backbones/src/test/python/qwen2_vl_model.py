#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""Makes the tiny Qwen2-VL checkpoint that FamilyParityTest and others run: random weights, files laid out as on the hub.

Run by hand, never by the build, in the environment of family_cases.py:

    MODELS=../../../../methods/src/test/resources/parity/models
    venv/bin/python qwen2_vl_model.py --tokenizer $MODELS/qwen2_5_vl --out $MODELS/qwen2_vl

The checkpoint of Qwen2.5-VL beside it is laid out as transformers 5 saves one; this one is not: the decoder's settings stand at the
top of config.json, the sections of its positions in rope_scaling, limits of pixels in keys of their own, weights are bfloat16, and
embeddings are tied.
"""

import argparse
import json
import os
import shutil

import torch
import transformers
from safetensors.torch import save_file

CONFIG = {
    "architectures": ["Qwen2VLForConditionalGeneration"],
    "attention_dropout": 0.0,
    "bos_token_id": 324,
    "eos_token_id": 319,
    "vision_start_token_id": 320,
    "vision_end_token_id": 321,
    "image_token_id": 322,
    "video_token_id": 323,
    "hidden_act": "silu",
    "hidden_size": 64,
    "initializer_range": 0.02,
    "intermediate_size": 96,
    "max_position_embeddings": 2048,
    "max_window_layers": 4,
    "model_type": "qwen2_vl",
    "num_attention_heads": 4,
    "num_hidden_layers": 4,
    "num_key_value_heads": 2,
    "rms_norm_eps": 1e-06,
    "rope_theta": 1000000.0,
    "sliding_window": 32768,
    "tie_word_embeddings": True,
    "torch_dtype": "bfloat16",
    "use_cache": True,
    "use_sliding_window": False,
    "vision_config": {
        "depth": 2,
        "embed_dim": 16,
        "mlp_ratio": 3,
        "num_heads": 2,
        "in_chans": 3,
        "hidden_size": 64,
        "patch_size": 14,
        "spatial_merge_size": 2,
        "spatial_patch_size": 14,
        "temporal_patch_size": 2,
    },
    "rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 3]},
    "vocab_size": 328,
}

PREPROCESSOR = {
    "min_pixels": 3136,
    "max_pixels": 18816,
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
    "image_processor_type": "Qwen2VLImageProcessor",
    "processor_class": "Qwen2VLProcessor",
}


def name_on_disk(name):
    return name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--tokenizer", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--seed", type=int, default=3)
    options = arguments.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for name, content in (("config", CONFIG), ("preprocessor_config", PREPROCESSOR)):
        with open(os.path.join(options.out, name + ".json"), "w") as file:
            json.dump(content, file, indent=2)
            file.write("\n")
    for name in ("tokenizer.json", "tokenizer_config.json", "generation_config.json"):
        shutil.copyfile(os.path.join(options.tokenizer, name), os.path.join(options.out, name))
    torch.manual_seed(options.seed)
    config = transformers.AutoConfig.from_pretrained(options.out)
    model = transformers.Qwen2VLForConditionalGeneration(config)
    tensors = {}
    for name, weight in model.named_parameters():
        # Far from what training begins with, so that everything counts: norms about 1, the rest of a spread that keeps rows alive.
        spread = 0.3 if weight.dim() == 1 else 1.5 / weight[0].numel() ** 0.5
        value = torch.randn(weight.shape) * spread + (1 if weight.dim() == 1 and name.endswith("weight") else 0)
        tensors[name_on_disk(name)] = value.to(torch.bfloat16).contiguous()
    tensors.pop("lm_head.weight", None)
    save_file(tensors, os.path.join(options.out, "model.safetensors"), metadata={"format": "pt"})


main()
