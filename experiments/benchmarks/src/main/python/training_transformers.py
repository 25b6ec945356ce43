#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""A step of training as TrainingBenchmark takes it, in PyTorch, to run beside it.

    experiments/python/environment transformers
    .pdrop/python/transformers/bin/python experiments/benchmarks/src/main/python/training_transformers.py --steps 30

Two programs of the same model: transformers' LlavaForConditionalGeneration with SDPA and a mask over packed questions, and one
written by hand over the same weights with fused projections. Both compute the head on the learning rows alone, cut gradients
to a norm of 1 and take a step of torch.optim.AdamW, which is what a step of pdrop does.
"""

import argparse
import statistics
import time

import torch
import torch.nn.functional as F
from transformers import LlavaForConditionalGeneration

IMAGES, QUESTIONS = 8, 10


def batch(config, rows: int):
    """Ids, positions, an additive mask (1, 1, T, T), the learning rows and their targets."""
    prefix = 1 + config.image_seq_length
    length = prefix + QUESTIONS * rows
    ids = torch.randint(4, config.text_config.vocab_size, (IMAGES, length))
    ids[:, 0] = config.text_config.bos_token_id
    ids[:, 1:prefix] = config.image_token_index
    segments = torch.zeros(length, dtype=torch.long)
    segments[prefix:] = 1 + torch.arange(QUESTIONS).repeat_interleave(rows)
    positions = torch.cat([torch.arange(prefix), prefix + torch.arange(rows).repeat(QUESTIONS)])
    seen = torch.tril((segments[:, None] == segments[None]) | (segments[None] == 0))
    mask = torch.zeros(length, length).masked_fill(~seen, float("-inf"))[None, None]
    ends = prefix + rows * torch.arange(1, QUESTIONS + 1)
    own = torch.stack([ends - 2, ends - 1], 1).flatten()
    learning = (torch.arange(IMAGES)[:, None] * length + own[None]).flatten()
    targets = torch.randint(4, config.text_config.vocab_size, (len(learning),))
    return ids, positions, mask, learning, targets


def transformers_loss(model, pixels, given):
    """The loss by transformers."""
    ids, positions, mask, learning, targets = given
    # transformers takes a mask for each example.
    wide = mask.expand(len(ids), -1, -1, -1)
    rows = model.model(
        input_ids=ids,
        pixel_values=pixels,
        attention_mask=wide,
        position_ids=positions[None].expand(len(ids), -1),
        use_cache=False,
    ).last_hidden_state
    return F.cross_entropy(model.lm_head(rows.flatten(0, 1)[learning]), targets)


class ByHand:
    """The same model with fused projections, over leaf tensors of its own."""

    def __init__(self, model):
        self.config = model.config
        weights = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        self.weights = {}

        def leaf(name, *sources):
            self.weights[name] = torch.cat([weights[source] for source in sources]).requires_grad_()

        for name in weights:
            if "q_proj" not in name and "k_proj" not in name and "v_proj" not in name and "lm_head" not in name:
                if "gate_proj" not in name and "up_proj" not in name and "position_ids" not in name:
                    leaf(name, name)
        for name in weights:
            if "q_proj" in name:
                leaf(name.replace("q_proj", "qkv"), *[name.replace("q_proj", part) for part in ("q_proj", "k_proj", "v_proj")])
            if "gate_proj" in name:
                leaf(name.replace("gate_proj", "gate_up"), name, name.replace("gate_proj", "up_proj"))
        self.tower = next(name for name in weights if name.endswith("class_embedding"))[: -len("embeddings.class_embedding")]

    def parameters(self):
        return self.weights.values()

    def linear(self, x, name):
        return F.linear(x, self.weights[name + ".weight"], self.weights.get(name + ".bias"))

    def layer_norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.weights[name + ".weight"], self.weights[name + ".bias"], 1e-5)

    def features(self, pixels):
        vision, tower = self.config.vision_config, self.tower
        grid = F.conv2d(pixels, self.weights[tower + "embeddings.patch_embedding.weight"], stride=vision.patch_size)
        patches = grid.flatten(2).transpose(1, 2)
        first = self.weights[tower + "embeddings.class_embedding"].expand(len(pixels), 1, -1)
        x = torch.cat([first, patches], 1) + self.weights[tower + "embeddings.position_embedding.weight"]
        x = self.layer_norm(x, tower + "pre_layrnorm")
        for i in range(vision.num_hidden_layers):
            name = f"{tower}encoder.layers.{i}."
            qkv = self.linear(self.layer_norm(x, name + "layer_norm1"), name + "self_attn.qkv")
            parts = qkv.view(*qkv.shape[:2], 3, vision.num_attention_heads, -1).permute(2, 0, 3, 1, 4)
            mixed = F.scaled_dot_product_attention(*parts.unbind())
            x = x + self.linear(mixed.transpose(1, 2).flatten(2), name + "self_attn.out_proj")
            up = self.linear(self.layer_norm(x, name + "layer_norm2"), name + "mlp.fc1")
            x = x + self.linear(up * torch.sigmoid(1.702 * up), name + "mlp.fc2")
        inner = F.gelu(self.linear(x[:, 1:], "model.multi_modal_projector.linear_1"))
        return self.linear(inner, "model.multi_modal_projector.linear_2")

    def norm(self, x, name):
        return F.rms_norm(x, x.shape[-1:], self.weights[name + ".weight"], 1e-5)

    def loss(self, pixels, given):
        ids, positions, mask, learning, targets = given
        text = self.config.text_config
        table = self.weights["model.language_model.embed_tokens.weight"]
        features = self.features(pixels)
        count = features.shape[1]
        words = F.embedding(torch.cat([ids[:, :1], ids[:, 1 + count :]], 1), table)
        x = torch.cat([words[:, :1], features, words[:, 1:]], 1)
        size = text.hidden_size // text.num_attention_heads
        angles = positions[:, None] / text.rope_parameters["rope_theta"] ** (torch.arange(0, size, 2) / size)
        cosine = torch.cat([angles, angles], 1).cos()[:, None]
        sine = torch.cat([-angles, angles], 1).sin()[:, None]
        for i in range(text.num_hidden_layers):
            name = f"model.language_model.layers.{i}."
            qkv = self.linear(self.norm(x, name + "input_layernorm"), name + "self_attn.qkv")
            qk, v = qkv.view(*x.shape[:2], 3 * text.num_attention_heads, size).split(
                [2 * text.num_attention_heads, text.num_attention_heads], 2
            )
            q, k = (qk * cosine + qk.roll(size // 2, 3) * sine).chunk(2, 2)
            mixed = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), mask)
            x = x + self.linear(mixed.transpose(1, 2).flatten(2), name + "self_attn.o_proj")
            gate, up = self.linear(self.norm(x, name + "post_attention_layernorm"), name + "mlp.gate_up").chunk(2, -1)
            x = x + self.linear(F.silu(gate) * up, name + "mlp.down_proj")
        rows = self.norm(x.flatten(0, 1)[learning], "model.language_model.norm")
        return F.cross_entropy(F.linear(rows, table), targets)


def measure(title: str, loss, parameters, steps: int) -> None:
    """Prints the median times of steps."""
    forward, backward, update, processor = [], [], [], []
    parameters = list(parameters)
    optimiser = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.05)
    for step in range(-5, steps):
        optimiser.zero_grad(set_to_none=True)
        before = time.thread_time()
        start = time.perf_counter()
        value = loss()
        value.item()
        middle = time.perf_counter()
        value.backward()
        end = time.perf_counter()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        if step >= 0:
            forward.append(middle - start)
            backward.append(end - middle)
            update.append(time.perf_counter() - end)
            processor.append(time.thread_time() - before)
    ahead, back, after = statistics.median(forward), statistics.median(backward), statistics.median(update)
    print(
        f"{title}: {torch.get_num_threads()} threads: forward {1e3 * ahead:.1f} ms, backward {1e3 * back:.1f} ms, "
        f"update {1e3 * after:.1f} ms, {IMAGES / (ahead + back + after):.1f} images/s; processor time of the first thread {1e3 * statistics.median(processor):.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="experiments/models/glyph-llava")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--rows", type=int, default=12, help="rows of each question")
    options = parser.parse_args()
    torch.manual_seed(0)
    model = LlavaForConditionalGeneration.from_pretrained(options.model, attn_implementation="sdpa", dtype=torch.float32)
    model.train()
    side = model.config.vision_config.image_size
    pixels = torch.randn(IMAGES, 3, side, side)
    given = batch(model.config, options.rows)
    by_hand = ByHand(model)
    apart = abs(transformers_loss(model, pixels, given).item() - by_hand.loss(pixels, given).item())
    print(f"rows {given[0].shape[1]}, losses apart by {apart:.1e}")
    measure("transformers", lambda: transformers_loss(model, pixels, given), model.parameters(), options.steps)
    measure("by hand", lambda: by_hand.loss(pixels, given), by_hand.parameters(), options.steps)


if __name__ == "__main__":
    main()
