"""A real model file of a quarter of a megabyte: random weights, so it speaks the protocol and says nothing."""

from pathlib import Path

import numpy as np
from gguf import GGUFWriter

_WIDTH, _LAYERS, _HEADS, _INNER = 32, 2, 4, 64
_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_WORDS = "the of and to a in that is was he for it with as his on be at by i this had not are but from or have an they"
_CONTROL, _BYTE, _UNKNOWN, _NORMAL = 3, 6, 2, 1
_END = 4


def write_tiny_gguf(path: Path, *, context: int = 65536) -> Path:
    """Write the model file; the same every time."""
    chance = np.random.default_rng(7)
    special = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]
    octets = [f"<0x{octet:02X}>" for octet in range(256)]
    words = [f"\u2581{word}" for word in _WORDS.split()] + [chr(code) for code in range(33, 127)] + ["\u2581"]
    tokens = [*special, *octets, *words]
    types = [_UNKNOWN] + [_CONTROL] * 4 + [_BYTE] * 256 + [_NORMAL] * len(words)

    writer = GGUFWriter(path, "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(0)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token.encode() for token in tokens])
    writer.add_token_scores([0.0 if kind != _NORMAL else -place / len(tokens) for place, kind in enumerate(types)])
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(_END)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(value=False)
    writer.add_add_space_prefix(value=False)
    writer.add_chat_template(_TEMPLATE)

    def weights(name: str, *shape: int, scale: float = 0.3) -> None:
        tensor = (chance.standard_normal(shape) * scale).astype(np.float32)
        if name == "output.weight":
            # Words only, and no end: bytes would be half letters, and an early end would make tests a matter of luck.
            tensor[: len(special) + len(octets)] = 0
        writer.add_tensor(name, tensor)

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(_WIDTH, np.float32))

    weights("token_embd.weight", len(tokens), _WIDTH)
    weights("output.weight", len(tokens), _WIDTH, scale=2.0)
    ones("output_norm.weight")
    for layer in range(_LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            ones(f"blk.{layer}.{name}.weight")
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{name}.weight", _WIDTH, _WIDTH)
        weights(f"blk.{layer}.ffn_gate.weight", _INNER, _WIDTH)
        weights(f"blk.{layer}.ffn_up.weight", _INNER, _WIDTH)
        weights(f"blk.{layer}.ffn_down.weight", _WIDTH, _INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
