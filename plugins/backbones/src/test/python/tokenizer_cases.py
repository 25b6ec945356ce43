"""Makes the tokenizers of ../resources/tokenizers and what transformers makes of awkward texts, for AwkwardTextsTest.

Run by hand, with transformers and tokenizers installed: python tokenizer_cases.py
Made with transformers 5.23.0 and tokenizers as it asks for.

Three kinds, each of a few hundred words learnt from this repository's own documentation, built as those of the families are:
  llama     merges over characters, a mark for blanks, bytes for what is unknown, <s> in front (LLaVA 1.5 and 1.6)
  qwen2     NFC, Qwen's rule of where words end, merges over bytes (LLaVA-OneVision, Qwen2-VL)
  smollm    digits one by one, merges over bytes, a tag for each picture (SmolVLM, Idefics 3)
"""

import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

HERE = pathlib.Path(__file__).parent
FOLDER = HERE.parent / "resources" / "tokenizers"
ROOT = HERE.parents[4]
WORDS = 600
TEXTS = [
    "",
    " ",
    "   three blanks in front, two behind  ",
    "\ttab\nline\r\nanother\n\n\nthree",
    "caf\u00e9 and cafe\u0301",
    "\u212b \ufb01 \u2167 \u00bd \u1e9b\u0323",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3068\u4e2d\u6587\uff0c\ud55c\uad6d\uc5b4",
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u200fand\u200e \u0639\u0631\u0628\u064a",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \U0001f3f3\ufe0f\u200d\U0001f308",
    "zero\u200bwidth, no\u00a0break, soft\u00adhyphen, \ufeffmark",
    "bell \u0007, escape \u001b, replacement \ufffd, private \ue000",
    "1234567 3.14 1,000,000 0x1F \u0663\u0664",
    "don't I'LL we've 'quoted' \u2019s",
    "#include <stdio.h> // {{ x }} {% y %} <b>&amp;</b>",
    "What color is the car?",
    "<image>",
    "<image>\nWhat color is the car?",
    "What is this? <image>",
    " <image> <image>\nWhich is bigger?",
    "<image><image><image>x",
    "before<image>behind",
    "<Image> < image > <image",
    "</s> <s> <unk> in a question",
    "<|im_start|>user\nhi<|im_end|>\n<|endoftext|>",
    "<row_1_col_1><global-img>",
    "a" * 200,
    "\U0001d54f" * 20,
]


def corpus():
    """Nothing that changes from machine to machine, and little that changes at all."""
    return [(ROOT / name).read_text(encoding="utf-8") for name in ("LICENSE",)] + [text for text in TEXTS if text.isascii()]


def special(*texts):
    return [AddedToken(text, special=True, normalized=False) for text in texts]


def llama():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    alphabet = special("<unk>", "<s>", "</s>") + special(*(f"<0x{byte:02X}>" for byte in range(256)))
    learn(tokenizer, alphabet)
    # Bytes are words like others: only the first three are special.
    text = json.loads(tokenizer.to_str())
    text["added_tokens"] = text["added_tokens"][:3]
    tokenizer = Tokenizer.from_str(json.dumps(text))
    tokenizer.add_special_tokens(special("<image>"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)]
    )
    return tokenizer


def qwen2():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    words = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(words), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    learn(tokenizer, special("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"), bytes_=True)
    return tokenizer


def smollm():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    learn(
        tokenizer,
        special("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>", "<global-img>", "<row_1_col_1>"),
        bytes_=True,
    )
    return tokenizer


def learn(tokenizer, tokens, bytes_=False):
    alphabet = pre_tokenizers.ByteLevel.alphabet() if bytes_ else []
    tokenizer.train_from_iterator(
        corpus(),
        trainers.BpeTrainer(
            vocab_size=WORDS, special_tokens=tokens, initial_alphabet=alphabet, show_progress=False, limit_alphabet=256
        ),
    )


def main():
    for name, make, end in (("llama", llama, "</s>"), ("qwen2", qwen2, "<|im_end|>"), ("smollm", smollm, "<|im_end|>")):
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        make().save(str(folder / "tokenizer.json"), pretty=False)
        (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": end}) + "\n", encoding="utf-8")
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
        cases = []
        for text in TEXTS:
            ids = tokenizer(text)["input_ids"]
            plain = tokenizer(text, add_special_tokens=False)["input_ids"]
            cases.append(
                {
                    "text": text,
                    "ids": ids,
                    "without_special": plain,
                    "decoded": tokenizer.decode(plain, skip_special_tokens=True, clean_up_tokenization_spaces=False),
                }
            )
        expected = {"image": tokenizer.convert_tokens_to_ids("<image>"), "texts": cases}
        (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
