"""Resizes and processes pictures with Pillow and transformers, as the golden files of PillowResizeTest, ImageProcessorTest and WebpTest.

Run by hand, with pillow, numpy and transformers installed: python image_processing.py [RESIZES [FOLDER]]
It writes resize.json (RESIZES random cases, 60 if not given), process.json, webp.json and two WebP pictures to FOLDER,
../resources/image if not given.
Made with Pillow 13.0.0 and transformers 5.23.0, its PIL backend.

Input pictures are not stored: both sides make them from width, height and seed by `picture`. Results are stored as the
SHA-256 of their bytes (RGB, or little-endian float32), so equality is to the last bit.
"""

import hashlib
import json
import pathlib
import random
import sys

import numpy
from PIL import Image
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

RESIZES = int(sys.argv[1]) if len(sys.argv) > 1 else 60
FOLDER = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).parent.parent / "resources" / "image"
CLIP = {
    "image_processor_type": "CLIPImageProcessor",
    "do_convert_rgb": True,
    "do_resize": True,
    "size": {"shortest_edge": 24},
    "resample": 3,
    "do_center_crop": True,
    "crop_size": {"height": 24, "width": 24},
    "do_rescale": True,
    "rescale_factor": 0.00392156862745098,
    "do_normalize": True,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
}
CONFIGS = {
    "clip": CLIP,
    "odd crop": {**CLIP, "crop_size": {"height": 23, "width": 17}},
    "crop larger than the picture": {**CLIP, "crop_size": {"height": 33, "width": 28}},
    "crop without resize": {**CLIP, "do_resize": False},
    "numbers for sizes": {**CLIP, "size": 20, "crop_size": 20},
    "both edges": {**CLIP, "size": {"height": 18, "width": 30}, "do_center_crop": False},
    "Lanczos": {**CLIP, "resample": 1},
    "bilinear": {**CLIP, "resample": 2},
    "nearest": {**CLIP, "resample": 0},
    "levels": {**CLIP, "do_rescale": False, "do_normalize": False},
    "rescaled only": {**CLIP, "do_normalize": False},
    "normalised only": {**CLIP, "do_rescale": False},
    "another factor": {**CLIP, "rescale_factor": 0.0078431, "image_mean": [0.4] * 3, "image_std": [0.3] * 3},
    "padded": {**CLIP, "image_processor_type": "LlavaImageProcessor", "do_pad": True},
    "padded without crop": {
        **CLIP,
        "image_processor_type": "LlavaImageProcessor",
        "do_pad": True,
        "do_center_crop": False,
    },
}
SIZES = [(24, 24), (37, 25), (25, 38), (64, 50), (9, 14), (100, 3), (1, 1)]


def picture(width, height, seed):
    """Noise by a linear congruential generator: easy to make again in any language."""
    state, levels = seed, bytearray()
    for _ in range(3 * width * height):
        state = (state * 1103515245 + 12345) % 2**31
        # The high and low levels are frequent, so that overshooting is cut at both ends.
        levels.append(min(max((state >> 16) % 384 - 64, 0), 255))
    return Image.frombytes("RGB", (width, height), bytes(levels))


def digest(data):
    return hashlib.sha256(data).hexdigest()


def resizes():
    rng = random.Random(20260101)
    for case in range(RESIZES):
        top = 12 if case % 2 else 90
        width, height, new_width, new_height = (rng.randint(1, top) for _ in range(4))
        if case % 10 == 9:
            new_width = width
        if case % 10 == 8:
            new_height = height
        resized = picture(width, height, case).resize((new_width, new_height), case % 4)
        yield {
            "from": [width, height],
            "to": [new_width, new_height],
            "resample": case % 4,
            "seed": case,
            "sha256": digest(resized.tobytes()),
        }


def processed():
    for name, config in CONFIGS.items():
        kind = LlavaImageProcessorPil if config["image_processor_type"].startswith("Llava") else CLIPImageProcessorPil
        processor = kind(**{key: value for key, value in config.items() if key != "image_processor_type"})
        results = []
        for seed, (width, height) in enumerate(SIZES):
            pixels = processor(picture(width, height, seed), return_tensors="np")["pixel_values"][0]
            data = numpy.ascontiguousarray(pixels, dtype="<f4").tobytes()
            results.append({"size": [width, height], "seed": seed, "shape": list(pixels.shape), "sha256": digest(data)})
        yield {"name": name, "config": config, "results": results}


def webps():
    for name, options in {"lossless.webp": {"lossless": True}, "lossy.webp": {"quality": 80}}.items():
        # Soft, as noise would not be kept by the lossy kind.
        picture(5, 4, 3).resize((40, 30), 3).save(FOLDER / name, **options)
        with Image.open(FOLDER / name) as read:
            yield {"name": name, "size": list(read.size), "rgb": read.convert("RGB").tobytes().hex()}


def write(name, cases):
    lines = ",\n".join(json.dumps(case) for case in cases)
    (FOLDER / name).write_text(f"[\n{lines}\n]\n")


write("resize.json", resizes())
write("process.json", processed())
write("webp.json", webps())
