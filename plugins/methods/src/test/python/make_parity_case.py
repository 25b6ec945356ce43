#!/usr/bin/env python3
"""Makes further parity cases: tiny random LLaVA checkpoints run through transformers, reduced by an independent reference.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==5.23.0 pillow numpy safetensors
    venv/bin/python make_parity_case.py --tokenizer ../resources/parity/tokenizer --out more --count 20 --seed 1
    mvn -pl plugins/methods -am test -Dtest=ParityTest -Dsurefire.failIfNoSpecifiedTests=false -Dpdrop.parity="$PWD/more"

Each case is a folder of the same layout as those in ../resources/parity/cases (see the README there): a model (depth, heads, key
heads, grid, tied embeddings drawn from the seed), a picture, a prompt, and a method with its options. The reduction is written
here a second time, over transformers' own layers, without a cache: every step of decoding runs the whole sequence anew, with the
kept set chosen from the last prompt token. Seeds whose decisions hang by a hair (boundary gap below 1e-3 relative, top-1/top-2
logit gap below 0.04, or an end token within the answer) are skipped, so that two correct implementations must agree.
"""

import argparse
import json
import math
import os
import random
import shutil

import numpy
import torch
import transformers
from PIL import Image, ImageDraw
from safetensors.torch import save_file
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    PreTrainedTokenizerFast,
)
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

IMAGE_TOKEN = 318
PROMPTS = [
    "USER: <image>\nWhat is in the picture? ASSISTANT:",
    "<image>\nWhat color is the car?",
    "USER: Look at this: <image> and tell me how many cars there are. ASSISTANT:",
    "A chat between a user and an assistant. USER: <image>\nRead the sign. ASSISTANT:",
]


def picture(rng: random.Random) -> Image.Image:
    """A picture of random size and shape, full of colour."""
    width, height = rng.choice([(150, 130), (97, 171), (224, 60), (64, 64), (301, 200)])
    image = Image.new("RGB", (width, height), tuple(rng.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = rng.randrange(width), rng.randrange(height)
        box = [x, y, x + rng.randrange(4, width), y + rng.randrange(4, height)]
        shape = rng.choice([draw.ellipse, draw.rectangle])
        shape(box, fill=tuple(rng.randrange(256) for _ in range(3)))
    noise = numpy.random.default_rng(rng.randrange(1 << 30)).integers(-20, 21, (height, width, 3))
    return Image.fromarray(numpy.clip(numpy.asarray(image).astype(int) + noise, 0, 255).astype("uint8"))


def checkpoint(rng: random.Random, vocabulary: int) -> LlavaForConditionalGeneration:
    """A tiny LLaVA of random depth and head layout."""
    heads = rng.choice([2, 4])
    key_heads = rng.choice([1, heads, heads // 2])
    width = 16 * heads
    patch = rng.choice([8, 14])
    grid = rng.choice([6, 8, 10])
    config = LlavaConfig(
        text_config=LlamaConfig(
            hidden_size=width,
            intermediate_size=2 * width,
            num_hidden_layers=rng.choice([5, 6, 8, 9, 11]),
            num_attention_heads=heads,
            num_key_value_heads=key_heads,
            vocab_size=vocabulary,
            rms_norm_eps=rng.choice([1e-5, 1e-6]),
            rope_theta=rng.choice([10000.0, 1e6]),
            tie_word_embeddings=False,
            attention_bias=rng.random() < 0.25,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=319,
        ),
        vision_config=CLIPVisionConfig(
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=rng.choice([2, 3]),
            num_attention_heads=2,
            image_size=patch * grid,
            patch_size=patch,
        ),
        image_token_index=IMAGE_TOKEN,
        vision_feature_layer=rng.choice([-1, -2]),
    )
    config.image_seq_length = grid * grid
    torch.manual_seed(rng.randrange(1 << 30))
    model = LlavaForConditionalGeneration(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "embed" not in name:
                parameter.normal_(0, 1.6 / math.sqrt(parameter.shape[-1]))
            elif parameter.dim() > 1:
                parameter.normal_(0, 0.5)
    return model


def draw_method(rng: random.Random, layers: int, tokens: int) -> dict:
    """A method with options, as a block of HOCON would say it."""
    if rng.random() < 0.35:
        layer = rng.randrange(1, layers)
        schedule = {"use": "single", "layer": layer, "drop-ratio": rng.choice([0.5, 0.25, 0.75, 0.9, 0.7])}
        schedule["rounding"] = rng.choice(["int", "round"])
        return {
            "kind": "fastv",
            "ranker": {"use": "fastv", "query": rng.choice(["last-prompt-token", "last-prompt-token", "mean"])},
            "schedule": schedule,
            "positions": rng.choice(["original", "original", "contiguous"]),
        }
    ranker = {"use": "pyramid-drop"}
    if rng.random() < 0.6:
        ranker["softmax"] = rng.choice(["row", "visual", "none"])
        ranker["rope"] = rng.choice(["post", "none"])
        ranker["query"] = rng.choice(["last-prompt-token", "prompt-mean"])
        ranker["layer"] = rng.choice(["next", "current"])
        ranker["heads"] = rng.choice(["mean", "max"])
    stages = sorted(rng.sample(range(1, layers), rng.choice([1, 2, 3])))
    ratios = sorted(rng.sample([0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.125, 0.1], len(stages)), reverse=True)
    return {
        "kind": "pdrop",
        "ranker": ranker,
        "schedule": {"use": "pyramid", "layers": stages, "ratios": ratios, "rounding": "int"},
        "positions": rng.choice(["contiguous", "contiguous", "original"]),
    }


def stages_of(method: dict, tokens: int) -> list[tuple[int, int]]:
    """(layer, keep) pairs, by the official rounding."""
    schedule = method["schedule"]
    if schedule["use"] == "pyramid":
        return [(layer, int(tokens * ratio)) for layer, ratio in zip(schedule["layers"], schedule["ratios"])]
    drop = schedule["drop-ratio"]
    if schedule["rounding"] == "round":
        return [(schedule["layer"], round(tokens * (1 - drop)))]
    return [(schedule["layer"], int(tokens * float(str(round(1 - drop, 10)))))]


class Reference:
    """The reduction, over transformers' own layers, without a cache."""

    def __init__(self, model: LlavaForConditionalGeneration, method: dict, prompt_length: int):
        self.decoder = model.model.language_model
        self.head = model.lm_head
        self.method = method
        self.prompt_length = prompt_length

    def scores(self, layer_index: int, hidden, positions, visual_rows, query_rows):
        """Scores of the visual rows from one layer's own norm and projections."""
        ranker = self.method["ranker"]
        layer = self.decoder.layers[layer_index]
        attention = layer.self_attn
        normed = layer.input_layernorm(hidden)
        shape = (1, hidden.shape[1], -1, attention.head_dim)
        query = attention.q_proj(normed).view(shape).transpose(1, 2)
        key = attention.k_proj(normed).view(shape).transpose(1, 2)
        if ranker.get("rope", "post") == "post":
            cos, sin = self.decoder.rotary_emb(hidden, positions)
            query, key = apply_rotary_pos_emb(query, key, cos, sin)
        key = key.repeat_interleave(query.shape[1] // key.shape[1], dim=1)
        raw = (query[:, :, query_rows] @ key.transpose(-1, -2)).float() / math.sqrt(attention.head_dim)
        columns = torch.arange(hidden.shape[1])
        raw = raw.masked_fill(columns[None, :] > torch.tensor(query_rows)[:, None], float("-inf"))
        softmax = ranker.get("softmax", "row")
        if softmax == "row":
            rows = torch.softmax(raw, -1)[..., visual_rows]
        elif softmax == "visual":
            rows = torch.softmax(raw[..., visual_rows], -1)
        else:
            rows = raw[..., visual_rows]
        over_heads = rows.amax(1) if ranker.get("heads", "mean") == "max" else rows.mean(1)
        return over_heads.mean(1)[0]

    def query_rows(self, length: int, visual_rows: list[int], extra: int, first_image_row: int) -> list[int]:
        """Rows of the present sequence that ask; `extra` generated rows stand behind the prompt."""
        last = length - extra - 1
        query = self.method["ranker"].get("query", "last-prompt-token")
        if query == "prompt-mean":
            return list(range(max(visual_rows) + 1, last + 1))
        if query == "mean":
            return list(range(first_image_row, last + 1))
        return [last]

    def run(self, embeddings, image_start: int, tokens: int):
        """Logits of every row, kept sets, scores and lengths for prompt plus generated rows."""
        extra = embeddings.shape[1] - self.prompt_length
        stages = dict(stages_of(self.method, tokens)) if self.method else {}
        hidden = embeddings
        positions = torch.arange(hidden.shape[1])[None]
        indices = list(range(tokens))
        outcome = {"stages": [], "lengths": [], "firstLast": []}
        entering = []
        for number, layer in enumerate(self.decoder.layers):
            if number in stages:
                visual_rows = list(range(image_start, image_start + len(indices)))
                rows = self.query_rows(hidden.shape[1], visual_rows, extra, image_start)
                fastv = self.method["kind"] == "fastv"
                current = fastv or self.method["ranker"].get("layer", "next") == "current"
                source = entering[-1] if current else (hidden, positions)
                scores = self.scores(number - 1 if current else number, *source, visual_rows, rows)
                order = torch.sort(scores, descending=True, stable=True).indices
                keep = stages[number]
                places = sorted(order[:keep].tolist())
                gap = None
                if 0 < keep < len(indices):
                    best, worst = scores[order[keep - 1]].item(), scores[order[keep]].item()
                    gap = (best - worst) / max(abs(best), 1e-12)
                outcome["stages"].append(
                    {
                        "rank_layer": number,
                        "kept": [indices[place] for place in places],
                        "boundary_gap_relative": gap,
                        "scores": scores.clone(),
                    }
                )
                stay = (
                    list(range(image_start))
                    + [image_start + place for place in places]
                    + list(range(image_start + len(indices), hidden.shape[1]))
                )
                indices = [indices[place] for place in places]
                hidden = hidden[:, stay]
                positions = positions[:, stay]
                if self.method["positions"] == "contiguous":
                    positions = torch.arange(hidden.shape[1])[None]
            entering.append((hidden, positions))
            outcome["lengths"].append(hidden.shape[1] - extra)
            outcome["firstLast"].append([int(positions[0, 0]), int(positions[0, hidden.shape[1] - extra - 1])])
            hidden = layer(hidden, position_embeddings=self.decoder.rotary_emb(hidden, positions), position_ids=positions)
            hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        outcome["logits"] = self.head(self.decoder.norm(hidden))[0]
        return outcome


def make(case: str, out: str, tokenizer_folder: str, rng: random.Random) -> bool:
    """Writes one case, or says that this draw will not do."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(tokenizer_folder, "tokenizer.json"))
    model = checkpoint(rng, 320)
    vision = model.config.vision_config
    layers = model.config.text_config.num_hidden_layers
    tokens = model.config.image_seq_length
    image = picture(rng)
    prompt = rng.choice(PROMPTS)
    method = draw_method(rng, layers, tokens) if rng.random() < 0.9 else None

    processor_config = {
        "image_processor_type": "CLIPImageProcessor",
        "do_convert_rgb": True,
        "do_resize": True,
        "size": {"shortest_edge": vision.image_size},
        "resample": 3,
        "do_center_crop": True,
        "crop_size": {"height": vision.image_size, "width": vision.image_size},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }
    short, size = min(image.size), vision.image_size
    resized = image.resize(
        tuple(size if side == short else int(size * side / short) for side in image.size), Image.BICUBIC
    )
    left, top = (resized.width - size) // 2, (resized.height - size) // 2
    cropped = numpy.asarray(resized.crop((left, top, left + size, top + size))).astype("float64") / 255
    pixels = (cropped - processor_config["image_mean"]) / processor_config["image_std"]
    pixel_values = torch.tensor(pixels.transpose(2, 0, 1)[None], dtype=torch.float32)

    plain = tokenizer(prompt)["input_ids"]
    start = plain.index(IMAGE_TOKEN)
    ids = plain[:start] + [IMAGE_TOKEN] * tokens + plain[start + 1 :]
    with torch.inference_mode():
        features = model.model.get_image_features(pixel_values=pixel_values)
        features = getattr(features, "pooler_output", features)
        features = features[0] if isinstance(features, (list, tuple)) else features
        features = features.reshape(tokens, -1)
        embeddings = model.get_input_embeddings()(torch.tensor([ids]))
        embeddings[0, start : start + tokens] = features
        reference = Reference(model, method, len(ids))
        greedy, gaps, steps = [], [], []
        prefill = None
        for _ in range(8):
            outcome = reference.run(embeddings, start, tokens)
            prefill = prefill or outcome
            logits = outcome["logits"][-1]
            steps.append(logits.clone())
            top2 = torch.topk(logits, 2)
            gaps.append((top2.values[0] - top2.values[1]).item())
            greedy.append(top2.indices[0].item())
            embeddings = torch.cat([embeddings, model.get_input_embeddings()(torch.tensor([[greedy[-1]]]))], 1)
    close = any(
        stage["boundary_gap_relative"] is not None and stage["boundary_gap_relative"] < 1e-3
        for stage in prefill["stages"]
    )
    if close or min(gaps) < 0.04 or 2 in greedy:
        return False

    model_folder = os.path.join(out, "models", case)
    case_folder = os.path.join(out, "cases", case)
    for folder in (model_folder, case_folder, os.path.join(out, "images"), os.path.join(out, "inputs")):
        os.makedirs(folder, exist_ok=True)
    model.save_pretrained(model_folder)
    for name in os.listdir(tokenizer_folder):
        shutil.copy(os.path.join(tokenizer_folder, name), model_folder)
    with open(os.path.join(model_folder, "preprocessor_config.json"), "w", encoding="utf-8") as file:
        json.dump(processor_config, file, indent=1)
    image.save(os.path.join(out, "images", case + ".png"))
    save_file({"pixel_values": pixel_values.contiguous()}, os.path.join(out, "inputs", case + ".safetensors"))
    save_file({"input_ids": torch.tensor([ids])}, os.path.join(case_folder, "inputs.safetensors"))
    tensors = {
        "last_logits": steps[0].clone(),
        "decode_logits": torch.stack(steps),
        "image_features": features.clone().contiguous(),
    }
    expected = {
        "case": case,
        "kind": method["kind"] if method else "vanilla",
        "source": "independent reference over transformers " + transformers.__version__ + ", torch " + torch.__version__,
        "model": "../../models/" + case,
        "pixel_values": "../../inputs/" + case + ".safetensors",
        "image": "../../images/" + case + ".png",
        "prompt": prompt,
        "image_start": start,
        "image_tokens": tokens,
        "prompt_length": len(ids),
        "greedy_tokens": greedy,
        "greedy_top1_top2_gap": gaps,
        "sequence_length_per_layer": prefill["lengths"],
        "first_last_position_per_layer": prefill["firstLast"],
        "tolerances": {"logits_atol": 0.0002, "scores_rtol": 0.001},
    }
    if method:
        expected["method"] = {key: method[key] for key in ("ranker", "schedule", "positions")}
        expected["stages"] = [
            {key: stage[key] for key in ("rank_layer", "kept", "boundary_gap_relative")} for stage in prefill["stages"]
        ]
        for stage in prefill["stages"]:
            tensors["scores_after_layer_%d" % stage["rank_layer"]] = stage["scores"]
    save_file(tensors, os.path.join(case_folder, "expected.safetensors"))
    with open(os.path.join(case_folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, indent=1)
    return True


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tokenizer", required=True, help="folder with tokenizer.json and tokenizer_config.json")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--count", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    made, seed = 0, options.seed * 10000
    while made < options.count:
        if make("generated_%d" % seed, options.out, options.tokenizer, random.Random(seed)):
            made += 1
            print("generated_%d" % seed)
        seed += 1


if __name__ == "__main__":
    main()
