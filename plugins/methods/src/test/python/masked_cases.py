#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""Makes the golden files of MaskedReferenceTest: reductions of every family, by masks over transformers' own layers.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==5.23.0 "pillow>=13" numpy safetensors
    venv/bin/python masked_cases.py --family smolvlm

Nothing is ever removed here. From the layer of a drop on, no other row sees what was dropped; rankings are the attention that
transformers computes, of the layer that comes (PyramidDrop) or of the one that ran last (FastV). Behind a drop the angles of the
rows that are left are computed anew where positions are renumbered, which on three axes is a rule of pdrop's own (`Masks.numbers`). Nothing is cached: each of the eight tokens runs the whole
sequence again, with the kept sets of the prompt.

Of families that see videos there are cases about one, too: three square pieces of a picture, prepared one by one by the processor of
pictures, because that of videos resizes by torchvision.

A case whose decisions hang by a hair is refused (the least gap between what was kept and what was dropped, relative, and between
the first two logits, absolute), so that two correct implementations must agree. It keeps what stayed at each stage, the
tokens, and the logits before each of them.
"""

import argparse
import json
import os
import pathlib
import sys

import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

# Images are spelt out, and tokens of Qwen models placed, as for the golden files of whole models.
sys.path.append(str(pathlib.Path(__file__).parents[4] / "backbones" / "src" / "test" / "python"))
from family_cases import placed, spelt  # noqa: E402

RESOURCES = pathlib.Path(__file__).parent.parent / "resources"
QUESTIONS = [
    "What color is the car?",
    "What is in the picture?",
    "Read the sign.",
    "How many cars are there?",
    "Is it red or blue?",
    "What is it?",
    "Tell me more.",
    "Where is the car?",
    "Who is there?",
    "Look at this.",
    "Which one is it?",
    "And what else is there in this picture?",
]
STEPS = 8
SCORE_GAP = 2e-3
LOGIT_GAP = 0.02

PYRAMID = {"use": "pyramid", "layers": [1, 2, 3], "ratios": [0.5, 0.3, 0.15]}
METHODS = [
    ("pyramid-drop, original positions", {"ranker": {"use": "pyramid-drop"}, "schedule": PYRAMID, "positions": "original"}),
    ("pyramid-drop, renumbered", {"ranker": {"use": "pyramid-drop"}, "schedule": PYRAMID, "positions": "contiguous"}),
    (
        "fastv",
        {
            "ranker": {"use": "fastv"},
            "schedule": {"use": "single", "layer": 2, "drop-ratio": 0.5},
            "positions": "original",
        },
    ),
    (
        "fastv, renumbered",
        {
            "ranker": {"use": "fastv"},
            "schedule": {"use": "single", "layer": 1, "drop-ratio": 0.75},
            "positions": "contiguous",
        },
    ),
    ("the first third", {"ranker": {"use": "first-third"}, "schedule": {"use": "single", "layer": 0}, "positions": "original"}),
    (
        "the first third, renumbered",
        {"ranker": {"use": "first-third"}, "schedule": {"use": "single", "layer": 0}, "positions": "contiguous"},
    ),
]
ONE, TWO = ["img3.png"], ["img1.png", "img3.png"]
# Left edges of the frames of a video; their upper edge and sides; so many of them a second that a step takes one position.
FRAMES = {"image": "img3.png", "left": [0, 40, 120], "top": 4, "side": 112, "fps": 8}


class Model:
    """A checkpoint with its text decoder, run with the visual rows of each layer's choice."""

    def __init__(self, folder):
        self.model = transformers.AutoModelForImageTextToText.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager"
        ).eval()
        self.config = self.model.config
        self.kind = self.config.model_type
        self.qwen = self.kind in ("qwen2_vl", "qwen2_5_vl")
        inner = self.model.model
        self.text = inner.text_model if hasattr(inner, "text_model") else inner.language_model
        self.tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=os.path.join(folder, "tokenizer.json"))
        self.processor = transformers.AutoImageProcessor.from_pretrained(folder, backend="pil")
        self.image_token = getattr(self.config, "image_token_id", None) or self.config.image_token_index
        self.video_token = getattr(self.config, "video_token_id", None) or getattr(self.config, "video_token_index", None)
        self.sees_videos = self.qwen or self.kind == "llava_onevision"

    def written(self, question, images):
        """The prompt as a user writes it."""
        mark = "<|vision_start|><image><|vision_end|>" if self.qwen else "<image>"
        return "USER: " + " and ".join([mark] * len(images)) + "\n" + question + " ASSISTANT:"

    def inputs(self, prompt, images):
        """Token ids with every image spelt out, and what else the model takes."""
        nested = self.kind in ("llava_onevision", "smolvlm")
        inputs = dict(self.processor(images=[images] if nested else images, return_tensors="pt"))
        if self.kind == "smolvlm":
            return self.tokenizer(spelt(prompt, images, self.processor, self.config))["input_ids"], inputs
        with torch.no_grad():
            features = self.model.get_image_features(**inputs)
        lengths = [one.shape[0] for one in getattr(features, "pooler_output", features)]
        mark = self.tokenizer.decode([self.image_token])
        ids = []
        for token in self.tokenizer(prompt.replace("<image>", mark))["input_ids"]:
            ids += [token] * (lengths.pop(0) if token == self.image_token else 1)
        return ids, inputs

    def film(self, prompt, frames):
        """The same of one video."""
        if self.qwen:
            seen = self.processor(images=frames, return_tensors="pt")
            patches = seen["pixel_values"].reshape(len(frames), -1, 3, 2, 14 * 14)
            pairs = [(first, min(first + 1, len(frames) - 1)) for first in range(0, len(frames), 2)]
            steps = [torch.stack([patches[a][:, :, 0], patches[b][:, :, 0]], dim=2).flatten(1) for a, b in pairs]
            grid = torch.tensor([[len(pairs), *seen["image_grid_thw"][0, 1:].tolist()]])
            inputs = {"pixel_values_videos": torch.cat(steps), "video_grid_thw": grid}
            if self.kind == "qwen2_5_vl":
                inputs["second_per_grid_ts"] = torch.tensor([2 / FRAMES["fps"]])
        else:
            seen = self.processor(images=[frames], return_tensors="pt")["pixel_values"]
            inputs = {"pixel_values_videos": torch.stack([tiles.reshape(3, *tiles.shape[-2:]) for tiles in seen])[None]}
        with torch.no_grad():
            known = {key: value for key, value in inputs.items() if key != "second_per_grid_ts"}
            found = self.model.get_video_features(**known)
        found = getattr(found, "pooler_output", found)
        length = sum(one.reshape(-1, one.shape[-1]).shape[0] for one in found)
        mark = self.tokenizer.decode([self.image_token])
        ids = []
        for token in self.tokenizer(prompt.replace("<image>", mark))["input_ids"]:
            ids += [self.video_token] * length if token == self.image_token else [token]
        return ids, inputs

    def positions(self, ids, inputs):
        """Position ids as transformers gives them: (axes, rows)."""
        if not self.qwen:
            return torch.arange(len(ids)).unsqueeze(0), {}
        if "video_grid_thw" in inputs:
            types = torch.tensor([[2 * int(token == self.video_token) for token in ids]])
            known = {key: value for key, value in inputs.items() if key != "pixel_values_videos"}
            axes, _ = self.model.model.get_rope_index(torch.tensor([ids]), types, **known)
            return axes[:, 0], {"mm_token_type_ids": types}
        more, axes, _ = placed(self.model, ids, inputs)
        return axes, more

    def logits(self, ids, inputs, reduction, said):
        """Logits behind the last row, with a reduction that listens to the layers or masks them."""
        axes, more = self.positions(ids, inputs)
        masks = reduction.masks(ids, axes, said)
        handles = []
        for number, layer in enumerate(self.text.layers):
            hook = self.hook(number, layer, masks)
            handles.append(layer.register_forward_pre_hook(hook, with_kwargs=True))
            handles.append(layer.self_attn.register_forward_hook(lambda _, __, out, own=number: masks.ran(own, out[1])))
        try:
            with torch.no_grad():
                return self.model(input_ids=torch.tensor([ids]), **inputs, **more).logits[0, -1]
        finally:
            for handle in handles:
                handle.remove()

    def hook(self, number, layer, masks):
        def before(_, args, kwargs):
            hidden = args[0] if args else kwargs["hidden_states"]

            def attention():
                """What the layer attends to as long as nothing is dropped before it."""
                own = self.arguments(hidden, masks)
                masks.listening = False
                weights = layer.self_attn(hidden_states=layer.input_layernorm(hidden), **own)[1]
                masks.listening = True
                return weights

            masks.reach(number, attention)
            return args, {**kwargs, **self.arguments(hidden, masks)}

        return before

    def arguments(self, hidden, masks):
        axes = masks.numbers()
        ids = axes.unsqueeze(1) if self.qwen else axes
        return {"attention_mask": masks.mask(), "position_embeddings": self.text.rotary_emb(hidden, ids)}


class Masks:
    """What rows see in one run over the whole sequence."""

    def __init__(self, reduction, ids, axes, said):
        self.reduction = reduction
        self.axes = axes
        self.rows = len(ids)
        self.visual = reduction.visual
        self.last = len(ids) - said - 1
        self.kept = list(range(len(self.visual)))
        self.weights = None
        self.listening = True

    def ran(self, number, weights):
        if self.listening:
            self.weights = weights

    def reach(self, number, attention):
        """Drops before a layer, if the schedule says so."""
        if number in self.reduction.counts:
            stage = list(self.reduction.counts).index(number)
            if stage == len(self.reduction.stages):
                self.reduction.stages.append(self.choose(number, attention))
            self.kept = self.reduction.stages[stage]

    def choose(self, number, attention):
        count = self.reduction.counts[number]
        if self.reduction.ranker == "first-third":
            return self.kept[:count]
        weights = attention() if self.reduction.ranker == "pyramid-drop" else self.weights
        scores = weights[0].mean(dim=0)[self.last, [self.visual[token] for token in self.kept]]
        order = scores.argsort(descending=True, stable=True).tolist()
        if 0 < count < len(order):
            best, next_best = scores[order[count - 1]], scores[order[count]]
            self.reduction.gaps.append(float((best - next_best) / best))
        return sorted(self.kept[place] for place in order[:count])

    def stays(self):
        dropped = set(range(len(self.visual))) - set(self.kept)
        stays = torch.ones(self.rows, dtype=torch.bool)
        stays[[self.visual[token] for token in dropped]] = False
        return stays

    def mask(self):
        """Rows see themselves and what stands before them and has not been dropped."""
        seen = torch.ones(self.rows, self.rows, dtype=torch.bool).tril() & self.stays()
        seen |= torch.eye(self.rows, dtype=torch.bool)
        mask = torch.zeros(self.rows, self.rows).masked_fill(~seen, torch.finfo(torch.float32).min)
        return mask[None, None]

    def numbers(self):
        """Positions of all rows, (axes, rows); of dropped ones they do not matter."""
        if not self.reduction.renumbers or len(self.kept) == len(self.visual):
            return self.axes
        numbers = torch.zeros_like(self.axes)
        image_of = self.reduction.image_of
        stays = self.stays()
        following, row = 0, 0
        while row < self.rows:
            end = row + 1
            if row in image_of and self.reduction.whole_images:
                while end < self.rows and image_of.get(end) == image_of[row]:
                    end += 1
                left = [own for own in range(row, end) if stays[own]]
                begin = self.axes[:, row:end].min()
                for own in left:
                    numbers[:, own] = following + self.axes[:, own] - begin
                following = int(numbers[:, left].max()) + 1 if left else following
            elif stays[row]:
                numbers[:, row] = following
                following += 1
            row = end
        return numbers


class Reduction:
    """A method on one prompt; remembers what it kept when the prompt ran."""

    def __init__(self, model, method, ids):
        self.ranker = method["ranker"]["use"]
        self.renumbers = method["positions"] == "contiguous"
        self.visual = [row for row, token in enumerate(ids) if token in (model.image_token, model.video_token)]
        self.counts = counts(method["schedule"], len(self.visual))
        # Only positions on several axes keep the shape of what is left of an image.
        self.whole_images = model.qwen
        self.image_of = {}
        image = -1
        for row in self.visual:
            image += row - 1 not in self.image_of
            self.image_of[row] = image
        self.stages, self.gaps = [], []

    def masks(self, ids, axes, said):
        return Masks(self, ids, axes, said)


def counts(schedule, visual):
    if schedule["use"] == "pyramid":
        return {layer: int(visual * ratio) for layer, ratio in zip(schedule["layers"], schedule["ratios"])}
    if "drop-ratio" in schedule:
        return {schedule["layer"]: int(visual * (1 - schedule["drop-ratio"]))}
    return {schedule["layer"]: (visual + 2) // 3}


def run(model, method, prompt, images, film):
    ids, inputs = model.film(prompt, images) if film else model.inputs(prompt, images)
    reduction = Reduction(model, method, ids)
    tokens, rows = [], []
    for step in range(STEPS):
        logits = model.logits(ids + tokens, inputs, reduction, step)
        rows.append(logits)
        tokens.append(int(logits.argmax()))
    rows = torch.stack(rows)
    top = rows.topk(2).values
    return ids, reduction, tokens, rows, float((top[:, 0] - top[:, 1]).min())


def opened(picture):
    return Image.open(RESOURCES / "parity" / "images" / picture).convert("RGB")


def frames():
    image, top, side = opened(FRAMES["image"]), FRAMES["top"], FRAMES["side"]
    return [image.crop((left, top, left + side, top + side)) for left in FRAMES["left"]]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--family", required=True, help="a folder of ../resources/parity/models")
    family = arguments.parse_args().family
    model = Model(str(RESOURCES / "parity" / "models" / family))
    cases, tensors = [], {}
    for name, method in METHODS:
        for pictures in (ONE, TWO, None) if model.sees_videos else (ONE, TWO):
            film = pictures is None
            images = frames() if film else [opened(picture) for picture in pictures]
            for question in QUESTIONS:
                prompt = model.written(question, images[:1] if film else images)
                ids, reduction, tokens, rows, gap = run(model, method, prompt, images, film)
                score_gap = min(reduction.gaps, default=1.0)
                if score_gap > SCORE_GAP and gap > LOGIT_GAP:
                    break
                print("refused:", name, question, score_gap, gap)
            else:
                raise SystemExit(f"no question of {name} is decided clearly")
            full = f"{name}, " + ("video" if film else f"{len(images)} image{'s' if len(images) > 1 else ''}")
            print(full, "rows", len(ids), "kept", [len(stage) for stage in reduction.stages], score_gap, gap)
            cases.append({
                "name": full,
                **({"video": FRAMES} if film else {"images": pictures}),
                "prompt": prompt,
                "method": method,
                "ids": [model.image_token if token == model.video_token else token for token in ids],
                "stages": reduction.stages,
                "tokens": tokens,
            })
            tensors[full] = rows.contiguous()
    out = RESOURCES / "masked" / family
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "cases.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    save_file(tensors, out / "logits.safetensors")


main()
