#!/usr/bin/env python3
"""Prefill of a LLaVA-like decoder in transformers with SDPA, for comparison with `PrefillBenchmark`.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==5.23.0
    venv/bin/python prefill_transformers.py

Random weights, float32, width 1024, 24 layers, 16 heads, feed-forward 2816, 576 visual + 64 text rows, batch 1.
Prints one JSON line: median milliseconds of a prefill, and its median share of the matmul rate of the same round.
"""

import argparse
import json
import statistics
import time

import torch
import transformers
from transformers import LlamaConfig, LlamaModel


def matmul_gflops(rows: int, inner: int, columns: int, repeats: int) -> float:
    """Rate of a matrix product of the size that dominates the decoder, over about as long as a prefill takes."""
    left = torch.randn(rows, inner)
    right = torch.randn(columns, inner)
    start = time.perf_counter()
    for _ in range(repeats):
        torch.nn.functional.linear(left, right)
    return 2.0 * rows * inner * columns * repeats / (time.perf_counter() - start) / 1e9


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--layers", type=int, default=24)
    arguments.add_argument("--tokens", type=int, default=640)
    arguments.add_argument("--repeats", type=int, default=7)
    options = arguments.parse_args()

    torch.manual_seed(17)
    config = LlamaConfig(
        hidden_size=1024,
        intermediate_size=2816,
        num_hidden_layers=options.layers,
        num_attention_heads=16,
        num_key_value_heads=16,
        vocab_size=32064,
        max_position_embeddings=2048,
        attn_implementation="sdpa",
    )
    model = LlamaModel(config).eval()
    hidden = torch.randn(1, options.tokens, 1024)
    times, shares = [], []
    d, m, n = 1024, 2816, options.tokens
    operations = 2.0 * options.layers * (4 * n * d * d + 2 * n * n * d / 2 + 3 * n * d * m)
    with torch.inference_mode():
        for repeat in range(options.repeats + 2):
            rate = matmul_gflops(options.tokens, 1024, 5632, 50)
            start = time.perf_counter()
            model(inputs_embeds=hidden, use_cache=True)
            if repeat >= 2:
                times.append(time.perf_counter() - start)
                shares.append(operations / times[-1] / 1e9 / rate)
    print(
        json.dumps(
            {
                "implementation": "transformers " + transformers.__version__ + ", torch " + torch.__version__ + ", sdpa",
                "threads": torch.get_num_threads(),
                "prefill_ms_median": round(1000 * statistics.median(times), 1),
                "prefill_ms_best": round(1000 * min(times), 1),
                "decoder_share_of_matmul_rate": round(statistics.median(shares), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
