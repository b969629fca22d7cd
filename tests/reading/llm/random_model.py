"""A language model of random weights, half a megabyte: what it says is noise, but it says it
through a real server, token by token, held to a grammar like any other.
"""

from __future__ import annotations

import re
from pathlib import Path

import gguf
import numpy as np

LAYERS, WIDTH, HEADS, HIDDEN, CONTEXT = 1, 32, 2, 64, 16_384
SEED = 20261127
_TEMPLATE = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}</{{ m.role }}>{% endfor %}<assistant>"
)


def write_random_model(path: Path, known: str = "") -> Path:
    """Write a model in llama.cpp's GGUF form; the same bytes each time.

    Each word of `known` is one token, so that what is made of them is short. It can read and say
    ASCII and the characters of `known`, and no others.
    """
    tokens, scores, types = _vocabulary(known)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(_TEMPLATE)
    ending = [number for number, token in enumerate(tokens) if token in (b'"', b"]", b"}")]
    for name, tensor in _tensors(len(tokens), ending).items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _vocabulary(known: str) -> tuple[list[bytes], list[float], list[int]]:
    """Return tokens, scores and types: control, ASCII, characters and words of `known`.

    There are no tokens for bytes beyond ASCII: noise made of those would be no text at all.
    """
    kinds = gguf.TokenType
    rows = [(b"<unk>", kinds.UNKNOWN), (b"<s>", kinds.CONTROL), (b"</s>", kinds.CONTROL)]
    rows += [(f"<0x{byte:02X}>".encode(), kinds.BYTE) for byte in range(128)]
    rows += [(chr(code).encode(), kinds.NORMAL) for code in range(33, 127)]
    rows += [(char.encode(), kinds.NORMAL) for char in sorted({"\u2581", *known}) if char > "~"]
    words = sorted({word for word in re.findall(r"\w+", known) if len(word) > 1})
    rows += [(word.encode(), kinds.USER_DEFINED) for word in words]
    return [token for token, _ in rows], [0.0] * len(rows), [int(kind) for _, kind in rows]


def _tensors(words: int, ending: list[int]) -> dict[str, np.ndarray]:
    """Return the weights; tokens that end something weigh more, or noise would never end."""
    draw = np.random.default_rng(SEED)

    def random(*shape: int) -> np.ndarray:
        return draw.normal(0, 0.2, shape).astype(np.float32)

    tensors = {
        "token_embd.weight": random(words, WIDTH),
        "output_norm.weight": np.ones(WIDTH, np.float32),
        "output.weight": random(words, WIDTH),
    }
    tensors["output.weight"][ending] *= 5
    for layer in range(LAYERS):
        name = f"blk.{layer}"
        tensors |= {
            f"{name}.attn_norm.weight": np.ones(WIDTH, np.float32),
            f"{name}.ffn_norm.weight": np.ones(WIDTH, np.float32),
            **{f"{name}.attn_{part}.weight": random(WIDTH, WIDTH) for part in ("q", "k", "v")},
            f"{name}.attn_output.weight": random(WIDTH, WIDTH),
            f"{name}.ffn_gate.weight": random(HIDDEN, WIDTH),
            f"{name}.ffn_up.weight": random(HIDDEN, WIDTH),
            f"{name}.ffn_down.weight": random(WIDTH, HIDDEN),
        }
    return tensors
