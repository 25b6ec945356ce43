#!/usr/bin/env python3
"""The quickstart's five arms in transformers, for comparing throughput and answers with `./pdrop run quickstart`.

Run by hand, never by the build:

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==5.23.0 torchvision==0.22.1 pillow
    venv/bin/python quickstart_transformers.py --limit 1000

Same checkpoint, questions, batches of equal length (8 at most), dtype and greedy decoding; image features are computed once per
question and shared by the arms, as pdrop does. Layers are transformers' own, with a DynamicCache and SDPA; scores come from an
explicit projection of the query and the keys, so that attention stays fused. Random dropping draws other tokens than pdrop does.
Prints one JSON line: seconds without loading, answers a second, and the accuracy of each arm.
"""

import argparse
import json
import pathlib
import time

import torch
import transformers
from PIL import Image
from transformers import AutoTokenizer, CLIPImageProcessorPil, DynamicCache, LlavaForConditionalGeneration
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

HOME = pathlib.Path(__file__).resolve().parents[5]
PYRAMID = [(3, 72), (6, 36), (9, 18)]
ARMS = {
    "full": (None, [], "contiguous"),
    "pyramid-drop": ("next", PYRAMID, "contiguous"),
    "fastv-k2": ("previous", [(2, 52)], "original"),
    "fastv-k3": ("previous", [(3, 42)], "original"),
    "random": ("random", PYRAMID, "contiguous"),
}


def attention_of_last(layer, rows, angles):
    """What the last row's query of a layer sees: (batch, rows), the mean over heads of the softmax over the whole row."""
    attention = layer.self_attn
    normed = layer.input_layernorm(rows)
    size = attention.head_dim
    query = attention.q_proj(normed).unflatten(-1, (-1, size)).transpose(1, 2)
    key = attention.k_proj(normed).unflatten(-1, (-1, size)).transpose(1, 2)
    query, key = apply_rotary_pos_emb(query, key, *angles)
    scores = query[:, :, -1:] @ key.transpose(2, 3) * attention.scaling
    return scores.softmax(-1).mean(1)[:, 0]


def answer(model, embeddings, start, visual, arm, new_tokens, end):
    """Greedy answers of a batch under an arm."""
    ranker, stages, positions = ARMS[arm]
    decoder = model.model.language_model
    rows, batch = embeddings, embeddings.shape[0]
    places = torch.arange(rows.shape[1]).expand(batch, -1)
    cache, count, following, behind = DynamicCache(), visual, [], None
    for index, layer in enumerate(decoder.layers):
        for at, keep in stages:
            if at != index:
                continue
            if ranker == "random":
                scores = torch.rand(batch, count)
            elif ranker == "next":
                scores = attention_of_last(layer, rows, decoder.rotary_emb(rows, places))[:, start : start + count]
            else:
                scores = behind[:, start : start + count]
            kept = scores.topk(keep, dim=1).indices.sort(1).values + start
            ahead = torch.arange(start).expand(batch, -1)
            after = torch.arange(start + count, rows.shape[1]).expand(batch, -1)
            chosen = torch.cat([ahead, kept, after], 1)
            rows = rows.gather(1, chosen.unsqueeze(2).expand(-1, -1, rows.shape[2]))
            places = places.gather(1, chosen)
            if positions == "contiguous":
                places = torch.arange(rows.shape[1]).expand(batch, -1)
            count = keep
        angles = decoder.rotary_emb(rows, places)
        if ranker == "previous" and stages[0][0] == index + 1:
            behind = attention_of_last(layer, rows, angles)
        following.append(int(places[0, -1]) + 1)
        rows = layer(rows, position_embeddings=angles, past_key_values=cache, use_cache=True)
    token = model.lm_head(decoder.norm(rows[:, -1])).argmax(-1)
    written = [token]
    done = token == end
    for step in range(new_tokens - 1):
        if bool(done.all()):
            break
        rows = decoder.embed_tokens(token).unsqueeze(1)
        for index, layer in enumerate(decoder.layers):
            places = torch.full((batch, 1), following[index] + step)
            rows = layer(rows, position_embeddings=decoder.rotary_emb(rows, places), past_key_values=cache, use_cache=True)
        token = model.lm_head(decoder.norm(rows[:, -1])).argmax(-1)
        done |= token == end
        written.append(token)
    return torch.stack(written, 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--limit", type=int, default=1000)
    arguments.add_argument("--batch", type=int, default=8)
    arguments.add_argument("--new-tokens", type=int, default=8)
    options = arguments.parse_args()
    folder = HOME / "experiments/models/glyph-llava"
    data = HOME / "experiments/data/glyph-questions"
    model = LlavaForConditionalGeneration.from_pretrained(folder, attn_implementation="sdpa").eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    processor = CLIPImageProcessorPil.from_pretrained(folder)
    image_token = model.config.image_token_id
    visual = model.config.image_seq_length
    end = model.config.text_config.eos_token_id
    lines = (data / "questions.jsonl").read_text().splitlines()[: options.limit]
    right = dict.fromkeys(ARMS, 0)
    asked = 0
    start_time = time.perf_counter()
    waiting: dict[int, list] = {}

    def run(batch) -> None:
        nonlocal asked
        pixels = torch.cat([one[2] for one in batch])
        ids = torch.tensor([one[1] for one in batch])
        features = model.get_image_features(pixels).pooler_output
        features = torch.stack(list(features)) if not torch.is_tensor(features) else features
        embeddings = model.get_input_embeddings()(ids)
        slots = (ids == image_token).unsqueeze(2).expand_as(embeddings)
        embeddings = embeddings.masked_scatter(slots, features.to(embeddings.dtype))
        first = int((ids[0] == image_token).nonzero()[0])
        for arm in ARMS:
            written = answer(model, embeddings, first, visual, arm, options.new_tokens, end)
            for one, tokens in zip(batch, written.tolist()):
                text = tokenizer.decode(tokens[: tokens.index(end)] if end in tokens else tokens, skip_special_tokens=True)
                right[arm] += text.strip() == one[0]["answer"].strip()
        asked += len(batch)

    with torch.inference_mode():
        for line in lines:
            example = json.loads(line)
            text = f"<image> {example['question']} A:"
            before, behind = text.split("<image>")
            ids = tokenizer(before).input_ids + [image_token] * visual + tokenizer(behind, add_special_tokens=False).input_ids
            pixels = processor(Image.open(data / example["image"]).convert("RGB"), return_tensors="pt").pixel_values
            batch = waiting.setdefault(len(ids), [])
            batch.append((example, ids, pixels))
            if len(batch) == options.batch:
                run(waiting.pop(len(ids)))
        for batch in waiting.values():
            run(batch)
    seconds = time.perf_counter() - start_time
    print(
        json.dumps(
            {
                "implementation": f"transformers {transformers.__version__}, torch {torch.__version__}, sdpa",
                "threads": torch.get_num_threads(),
                "seconds": round(seconds, 1),
                "answers_per_second": round(asked * len(ARMS) / seconds, 1),
                "accuracy": {arm: round(count / asked, 4) for arm, count in right.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
