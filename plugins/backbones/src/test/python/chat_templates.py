"""Renders the chat templates of ../resources/chat with transformers, as the golden files of ChatTemplateTest.

Run by hand, with transformers and jinja2 installed: python chat_templates.py
It writes ../resources/chat/expected.json. Made with transformers 5.23.0.

The templates use the constructs of those that checkpoints ship (LLaVA, Vicuna, Llama, Qwen, Mistral, Gemma, SmolVLM),
with shorter texts; `constructs` has what the others leave out.
"""

import json
import pathlib

from transformers.utils.chat_template_utils import render_jinja_template

FOLDER = pathlib.Path(__file__).parent.parent / "resources" / "chat"
TYPED = {"llava", "llava-mistral", "llava-onevision", "qwen2-vl", "smolvlm", "glyph", "starter"}
CONVERSATIONS = {
    "question": [("user", "What is <b>this</b> & \"that\"? It's é, 日本語 {{ not a variable }} {% nor a tag %}")],
    "image": [("user", "<image> What color is the car ?")],
    "two-images": [("user", "<image><image> Which is bigger ?")],
    "image-last": [("user", "What is this? <image>")],
    "turns": [
        ("user", "<image> First\nquestion"),
        ("assistant", "  an answer\n"),
        ("user", "\tsecond question "),
    ],
    "thought": [
        ("user", "Why?"),
        ("assistant", "<think>\nbecause\n</think>\n\nSo."),
        ("user", "Really?"),
        ("assistant", "<think>\nhm\n</think>\n\nYes."),
    ],
    "system": [("system", "Be brief."), ("user", "<image> Tell me.")],
    "two-users": [("user", "One."), ("user", "Two.")],
}
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}


def parts(text):
    """The text's pieces: an image for each placeholder, texts trimmed where they touch one."""
    pieces = []
    texts = text.split("<image>")
    for i, piece in enumerate(texts):
        if i > 0:
            pieces.append({"type": "image"})
            piece = piece.lstrip()
        if i + 1 < len(texts):
            piece = piece.rstrip()
        if piece:
            pieces.append({"type": "text", "text": piece})
    return pieces


def render(name, template, turns):
    content = parts if name in TYPED else str
    messages = [{"role": role, "content": content(text)} for role, text in turns]
    prompt = turns[-1][0] != "assistant"
    try:
        rendered, _ = render_jinja_template([messages], chat_template=template, add_generation_prompt=prompt, **TOKENS)
    except Exception as error:
        return {"error": str(error)}
    return {"text": rendered[0]}


expected = {}
for file in sorted(FOLDER.glob("*.jinja")):
    template = file.read_text()
    expected[file.stem] = {
        name: {"turns": [{"role": role, "text": text} for role, text in turns], **render(file.stem, template, turns)}
        for name, turns in CONVERSATIONS.items()
    }
(FOLDER / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
