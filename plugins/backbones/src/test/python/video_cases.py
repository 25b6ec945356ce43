#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""Makes the golden files of VideoParityTest: what transformers makes of videos, alone, beside a picture and in pairs.

Run by hand, never by the build; the environment is that of family_cases.py, with torchvision==0.22.1:

    venv/bin/python video_cases.py --model ../../../../methods/src/test/resources/parity/models/qwen2_vl --out ../resources/videos/qwen2_vl

Frames are noise by the rule of image_processing.py, a seed each, of a size that needs no resizing: torchvision, which resizes
videos in transformers, rounds a little otherwise than Pillow. Times are such that no frame stands behind its own last row and
column: there transformers 5.23.0 lets the text behind a video go on before the video's largest position, other versions and pdrop
behind it.
"""

import argparse
import json
import os

import numpy
import torch
import transformers
from family_cases import STEPS, picture
from safetensors.torch import save_file

FRAMES_PER_SECOND = 4
CASES = [
    ("one frame", "USER: <image>\nWhat is in the picture? ASSISTANT:", [1]),
    ("four frames", "USER: <image>\nWhat is in the picture? ASSISTANT:", [4]),
    ("odd frames", "USER: <image>\nRead the sign. ASSISTANT:", [3]),
    ("video and picture", "USER: <image>\nand <image>\nRead the sign. ASSISTANT:", [2, 0]),
    ("two videos", "USER: <image>\nand <image>\nWhat color is the car? ASSISTANT:", [1, 4]),
]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--model", required=True)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    torch.manual_seed(0)
    model = transformers.AutoModelForImageTextToText.from_pretrained(options.model, dtype=torch.float32).eval()
    config = model.config
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.model, "tokenizer.json"))
    images = transformers.AutoImageProcessor.from_pretrained(options.model, backend="pil")
    with open(os.path.join(options.model, "preprocessor_config.json")) as file:
        settings = json.load(file)
    qwen = config.model_type in ("qwen2_vl", "qwen2_5_vl")
    own = {key: settings[key] for key in ("size", "min_pixels", "max_pixels", "image_mean", "image_std") if key in settings}
    kind = transformers.Qwen2VLVideoProcessor if qwen else transformers.LlavaOnevisionVideoProcessor
    videos = kind(**own)
    size = (112, 84) if qwen else (config.vision_config.image_size,) * 2
    image_token = getattr(config, "image_token_id", None) or config.image_token_index
    video_token = getattr(config, "video_token_id", None) or config.video_token_index
    cases, tensors = [], {}
    for name, prompt, shown in CASES:
        if qwen:
            prompt = prompt.replace("<image>", "<|vision_start|><image><|vision_end|>")
        inputs, lengths, kinds, seed = {}, [], [], 1
        films, pictures = [], []
        for count in shown:
            frames = [picture(*size, seed + frame) for frame in range(max(1, count))]
            seed += len(frames)
            kinds.append(2 if count else 1)
            (films if count else pictures).append(numpy.stack(frames) if count else frames[0])
        made = {}
        if pictures:
            nested = [pictures] if config.model_type == "llava_onevision" else pictures
            inputs.update(images(images=nested, return_tensors="pt"))
            with torch.no_grad():
                made[1] = [one.shape[0] for one in features(model.get_image_features(**inputs))]
        films_in = []
        for film in films:
            # Of different lengths; each by itself.
            films_in.append(videos(videos=[film], return_tensors="pt", do_sample_frames=False))
        if films:
            made[2] = []
            for one in films_in:
                with torch.no_grad():
                    found = features(model.get_video_features(**{key: value for key, value in one.items() if torch.is_tensor(value)}))
                made[2] += [each.reshape(-1, each.shape[-1]).shape[0] for each in found]
        ids, types, slots = [], [], []
        order = iter(kinds)
        counts = {key: iter(value) for key, value in made.items()}
        text = prompt.replace("<image>", tokenizer.decode([image_token])) if qwen else prompt
        for token in tokenizer(text)["input_ids"]:
            if token == image_token:
                of = next(order)
                more = next(counts[of])
                ids += [image_token if of == 1 else video_token] * more
                types += [of] * more
            else:
                ids.append(token)
                types.append(0)
        extra = {}
        if qwen:
            for key in ("pixel_values_videos", "video_grid_thw"):
                if films_in:
                    extra[key] = torch.cat([one[key] for one in films_in])
            if config.model_type == "qwen2_5_vl":
                step = config.vision_config.temporal_patch_size / FRAMES_PER_SECOND
                extra["second_per_grid_ts"] = torch.tensor([step] * len(films_in))
        tokens, rows = [], []
        with torch.no_grad():
            for _ in range(STEPS):
                row = torch.tensor([ids + tokens])
                if qwen:
                    rows.append(model(
                        input_ids=row, mm_token_type_ids=torch.tensor([types + [0] * len(tokens)]), **inputs, **extra,
                    ).logits[0, -1])
                else:
                    rows.append(onevision(model, row, inputs, films_in, video_token))
                tokens.append(int(rows[-1].argmax()))
        top = torch.stack(rows).topk(2).values
        print(name, "rows", len(ids), "least gap of the first two logits", float((top[:, 0] - top[:, 1]).min()))
        tensors[name.replace(" ", "_")] = torch.stack(rows).contiguous()
        cases.append({
            "name": name, "prompt": prompt, "frames": shown, "size": list(size),
            "ids": [image_token if token == video_token else token for token in ids], "tokens": tokens,
        })
        if qwen:
            positions, delta = model.model.get_rope_index(
                torch.tensor([ids]), torch.tensor([types]), image_grid_thw=inputs.get("image_grid_thw"),
                **{key: value for key, value in extra.items() if key != "pixel_values_videos"},
            )
            cases[-1]["positions"] = positions[:, 0].tolist()
            cases[-1]["next"] = len(ids) + int(delta)
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, "cases.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    save_file(tensors, os.path.join(options.out, "logits.safetensors"))


def features(found):
    found = getattr(found, "pooler_output", found)
    return found if isinstance(found, (list, tuple)) else list(found)


def onevision(model, row, inputs, films, video_token):
    """Logits of the last row; videos of different lengths do not go in together, so that their features are put in here."""
    words = model.get_input_embeddings()(row)
    if inputs:
        seen = torch.cat(features(model.get_image_features(**inputs)))
        words[row == model.config.image_token_index] = seen
    if films:
        seen = torch.cat([
            each.reshape(-1, words.shape[-1])
            for film in films
            for each in features(model.get_video_features(pixel_values_videos=film["pixel_values_videos"]))
        ])
        words[row == video_token] = seen
    return model(inputs_embeds=words).logits[0, -1]


if __name__ == "__main__":
    main()
