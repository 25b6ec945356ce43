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

With --training it draws steps of training instead, of the form of the case pdrop_train_2turn: a conversation of several turns,
dropping from the mean attention of the rows before its answers (found again after each drop), the loss of the answers on what is
left, and its gradients, those of the frozen vision tower left out.
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
QUESTIONS = [
    "USER: What color is the car? ASSISTANT:",
    "USER: And how many cars are there?\nASSISTANT:",
    "USER: Read the sign. ASSISTANT:",
    "USER: Is it red or blue? ASSISTANT:",
]
ANSWERS = [
    " There are two people</s>",
    " red, and a little blue</s>",
    " a car</s>",
    " The sign says: what color is the picture of the car, and how many are there</s>",
    " one</s>",
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


def checkpoint(rng: random.Random, vocabulary: int, tied: bool = False) -> LlavaForConditionalGeneration:
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
            tie_word_embeddings=tied,
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
        tie_word_embeddings=tied,
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
    if schedule["use"] == "none":
        return []
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

    def dropped(self, stay: list[int]) -> None:
        """These rows are left."""

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
                with torch.no_grad():
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
                self.dropped(stay)
                if self.method["positions"] == "contiguous":
                    positions = torch.arange(hidden.shape[1])[None]
            entering.append((hidden, positions))
            outcome["lengths"].append(hidden.shape[1] - extra)
            outcome["firstLast"].append([int(positions[0, 0]), int(positions[0, hidden.shape[1] - extra - 1])])
            hidden = layer(hidden, position_embeddings=self.decoder.rotary_emb(hidden, positions), position_ids=positions)
            hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        outcome["logits"] = self.head(self.decoder.norm(hidden))[0]
        return outcome


class TaughtReference(Reference):
    """The same of a conversation that is learnt: the rows before its answers ask, wherever drops have moved them."""

    def __init__(self, model: LlavaForConditionalGeneration, method: dict, labels: list[int]):
        super().__init__(model, method, len(labels))
        self.labels = labels

    def query_rows(self, length: int, visual_rows: list[int], extra: int, first_image_row: int) -> list[int]:
        spoken = [label >= 0 for label in self.labels]
        return [row for row in range(length - 1) if spoken[row + 1] and not spoken[row]]

    def dropped(self, stay: list[int]) -> None:
        self.labels = [self.labels[row] for row in stay]


def pixels_of(image: Image.Image, vision: CLIPVisionConfig):
    """The picture as the tower takes it, and the configuration that says how."""
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
    return pixel_values, processor_config


def features_of(model: LlavaForConditionalGeneration, pixel_values, tokens: int):
    """What the projector makes of a picture."""
    features = model.model.get_image_features(pixel_values=pixel_values)
    features = getattr(features, "pooler_output", features)
    features = features[0] if isinstance(features, (list, tuple)) else features
    return features.reshape(tokens, -1)


def hangs_by_a_hair(outcome: dict) -> bool:
    """Whether rounding might keep other tokens."""
    gaps = [stage["boundary_gap_relative"] for stage in outcome["stages"]]
    return any(gap is not None and gap < 1e-3 for gap in gaps)


def store_inputs(out: str, case: str, model, tokenizer_folder: str, processor_config: dict, image, pixel_values) -> str:
    """Writes model, picture and pixels; the folder of the case, which is empty."""
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
    return case_folder


def store_expected(case_folder: str, tensors: dict, expected: dict) -> None:
    """Writes what came out."""
    save_file(tensors, os.path.join(case_folder, "expected.safetensors"))
    with open(os.path.join(case_folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, indent=1)


def paths_of(case: str) -> dict:
    """Where the inputs of a case are, seen from its folder."""
    return {
        "case": case,
        "source": "independent reference over transformers " + transformers.__version__ + ", torch " + torch.__version__,
        "model": "../../models/" + case,
        "pixel_values": "../../inputs/" + case + ".safetensors",
        "image": "../../images/" + case + ".png",
    }


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
    pixel_values, processor_config = pixels_of(image, vision)

    plain = tokenizer(prompt)["input_ids"]
    start = plain.index(IMAGE_TOKEN)
    ids = plain[:start] + [IMAGE_TOKEN] * tokens + plain[start + 1 :]
    with torch.inference_mode():
        features = features_of(model, pixel_values, tokens)
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
    if hangs_by_a_hair(prefill) or min(gaps) < 0.04 or 2 in greedy:
        return False

    case_folder = store_inputs(out, case, model, tokenizer_folder, processor_config, image, pixel_values)
    save_file({"input_ids": torch.tensor([ids])}, os.path.join(case_folder, "inputs.safetensors"))
    tensors = {
        "last_logits": steps[0].clone(),
        "decode_logits": torch.stack(steps),
        "image_features": features.clone().contiguous(),
    }
    expected = {
        **paths_of(case),
        "kind": method["kind"] if method else "vanilla",
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
    store_expected(case_folder, tensors, expected)
    return True


def draw_taught_method(rng: random.Random, layers: int) -> dict:
    """PyramidDrop with random stages and, sometimes, options; sometimes no stage at all."""
    if rng.random() < 0.15:
        return {"kind": "vanilla", "schedule": {"use": "none"}, "positions": "original"}
    ranker = {"use": "pyramid-drop"}
    if rng.random() < 0.4:
        ranker["softmax"] = rng.choice(["row", "visual", "none"])
        ranker["rope"] = rng.choice(["post", "none"])
        ranker["heads"] = rng.choice(["mean", "max"])
    stages = sorted(rng.sample(range(1, layers), rng.choice([1, 2, 2, 3, 3])))
    ratios = sorted(rng.sample([0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.125, 0.1], len(stages)), reverse=True)
    return {
        "kind": "pdrop",
        "ranker": ranker,
        "schedule": {"use": "pyramid", "layers": stages, "ratios": ratios, "rounding": "int"},
        "positions": rng.choice(["contiguous", "contiguous", "original"]),
    }


def draw_turns(rng: random.Random) -> list[list[str]]:
    """Questions, the first of them about the picture, with answers."""
    asked = [rng.choice(PROMPTS)] + rng.sample(QUESTIONS, rng.randrange(4))
    return [[question, rng.choice(ANSWERS)] for question in asked]


def taught_ids(tokenizer, turns: list[list[str]], tokens: int) -> tuple[list[int], list[int]]:
    """Ids with the picture's rows, and for each its label: itself within an answer, else -100."""
    text, spoken = "", []
    for question, answer in turns:
        text += question
        spoken += [(len(text), len(text) + len(answer))]
        text += answer
    encoded = tokenizer(text, return_offsets_mapping=True)
    ids, labels = [], []
    for token, (start, end) in zip(encoded["input_ids"], encoded["offset_mapping"]):
        taught = any(first <= start and end <= last for first, last in spoken) and end > start
        rows = tokens if token == IMAGE_TOKEN else 1
        ids += [token] * rows
        labels += [token if taught else -100] * rows
    return ids, labels


def name_on_disk(name: str) -> str:
    """What a checkpoint calls a parameter."""
    for memory, disk in (("model.language_model.", "language_model.model."), ("lm_head.", "language_model.lm_head.")):
        if name.startswith(memory):
            return disk + name[len(memory) :]
    return name.removeprefix("model.")


def make_training(case: str, out: str, tokenizer_folder: str, rng: random.Random) -> bool:
    """Writes one case of a step of training, or says that this draw will not do."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(tokenizer_folder, "tokenizer.json"))
    model = checkpoint(rng, 320, rng.random() < 0.3)
    model.requires_grad_(True)
    model.model.vision_tower.requires_grad_(False)
    tokens = model.config.image_seq_length
    image = picture(rng)
    pixel_values, processor_config = pixels_of(image, model.config.vision_config)
    turns = draw_turns(rng)
    method = draw_taught_method(rng, model.config.text_config.num_hidden_layers)
    ids, labels = taught_ids(tokenizer, turns, tokens)
    start = ids.index(IMAGE_TOKEN)

    features = features_of(model, pixel_values, tokens)
    words = model.get_input_embeddings()(torch.tensor([ids]))
    embeddings = torch.cat([words[:, :start], features[None], words[:, start + tokens :]], 1)
    reference = TaughtReference(model, method, labels)
    outcome = reference.run(embeddings, start, tokens)
    if hangs_by_a_hair(outcome):
        return False
    rows = [row for row in range(len(reference.labels) - 1) if reference.labels[row + 1] >= 0]
    targets = torch.tensor([reference.labels[row + 1] for row in rows])
    answers = outcome["logits"][rows]
    loss = torch.nn.functional.cross_entropy(answers, targets)
    loss.backward()
    gradients = {
        name_on_disk(name): parameter.grad for name, parameter in model.named_parameters() if parameter.grad is not None
    }

    case_folder = store_inputs(out, case, model, tokenizer_folder, processor_config, image, pixel_values)
    inputs = {"input_ids": torch.tensor([ids]), "labels": torch.tensor([labels])}
    save_file(inputs, os.path.join(case_folder, "inputs.safetensors"))
    tensors = {
        "answer_logits": answers.detach().contiguous(),
        "image_features": features.detach().clone().contiguous(),
    }
    for stage in outcome["stages"]:
        tensors["scores_after_layer_%d" % stage["rank_layer"]] = stage["scores"]
    for name in rng.sample(sorted(gradients), 4):
        tensors["grad." + name] = gradients[name].clone().contiguous()
    expected = {
        **paths_of(case),
        "kind": "pdrop_train",
        "turns": turns,
        "image_start": start,
        "image_tokens": tokens,
        "sequence_length": len(ids),
        "sequence_length_per_layer": outcome["lengths"],
        "first_last_position_per_layer": outcome["firstLast"],
        "answer_tokens": len(rows),
        "loss": loss.item(),
        "gradient_norms": {name: gradient.double().norm().item() for name, gradient in sorted(gradients.items())},
        "frozen": "vision tower",
        "tolerances": {"logits_atol": 0.0002, "scores_rtol": 0.001},
        "method": {key: method[key] for key in ("ranker", "schedule", "positions") if key in method},
        "stages": [
            {key: stage[key] for key in ("rank_layer", "kept", "boundary_gap_relative")} for stage in outcome["stages"]
        ],
    }
    store_expected(case_folder, tensors, expected)
    return True


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tokenizer", required=True, help="folder with tokenizer.json and tokenizer_config.json")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--count", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--training", action="store_true", help="draw steps of training")
    options = arguments.parse_args()
    draw, name = (make_training, "trained_%d") if options.training else (make, "generated_%d")
    made, seed = 0, options.seed * 10000
    while made < options.count:
        if draw(name % seed, options.out, options.tokenizer, random.Random(seed)):
            made += 1
            print(name % seed)
        seed += 1


if __name__ == "__main__":
    main()
