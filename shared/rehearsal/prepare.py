"""Prepares a rehearsal: a small model of the same architecture, its tokenizer, the first rows of the data.

    python prepare.py request.json

The request names the model, its known config.json, the data and the folder to write to. Nothing is downloaded. The
answer is one JSON object on the last line of the output: what was made, and every change as original and rehearsal
value.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
    set_seed,
)

ROWS = 64

Change = dict[str, Any]


def change(what: str, original: Any, rehearsal: Any) -> Change:
    return {"what": what, "original": original, "rehearsal": rehearsal}


def config_of(request: Any, changes: list[Change]) -> Any:
    """The model's own configuration: from its folder or the cache, or else the one lora-wizard knows."""
    name = request["model"]
    try:
        return AutoConfig.from_pretrained(name)
    except (OSError, ValueError):
        known = request.get("known_config")
        if known is None:
            raise
    changes.append(change("config.json", f"{name} (not in the cache)", "the one that lora-wizard knows"))
    return AutoConfig.for_model(**known)


def tokenizer_of(request: Any, changes: list[Change]) -> PreTrainedTokenizerBase:
    try:
        return AutoTokenizer.from_pretrained(request["model"])
    except (OSError, ValueError):
        changes.append(change("tokenizer", f"{request['model']} (not in the cache)", "one token for each byte"))
    special = ["<pad>", "<s>", "</s>", "<unk>"]
    vocabulary = {token: n for n, token in enumerate(special + sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )


def shrink(config: Any, vocabulary: int, changes: list[Change]) -> Any:
    """Few layers, few heads, a narrow feed-forward part. The hidden size stays, since a narrow one hides faults."""
    text = config.get_text_config()

    def put(name: str, value: Any) -> None:
        before = getattr(text, name, None)
        if before is None or before == value:
            return
        setattr(text, name, value)
        shown = before if not isinstance(before, list) else f"{len(before)} entries"
        changes.append(change(name, shown, value if not isinstance(value, list) else f"{len(value)} entries"))

    heads, hidden = text.num_attention_heads, text.hidden_size
    layers = kept_layers(text)
    put("layer_types", [text.layer_types[place] for place in layers] if getattr(text, "layer_types", None) else None)
    put("num_hidden_layers", len(layers))
    put("intermediate_size", min(text.intermediate_size, 128))
    put("moe_intermediate_size", 64)
    put("first_k_dense_replace", 1)
    if getattr(text, "head_dim", None) or text.model_type in ("llama", "mistral", "mixtral", "qwen2"):
        # Groups of queries that share keys stay groups.
        shared = max(1, heads // (getattr(text, "num_key_value_heads", None) or heads))
        if text.model_type != "deepseek_v3":
            text.head_dim = getattr(text, "head_dim", None) or hidden // heads
        few = min(heads, max(2, shared))
        put("num_attention_heads", few)
        put("num_key_value_heads", max(1, few // shared))
    for name in ("num_local_experts", "num_experts", "n_routed_experts"):
        put(name, min(getattr(text, name, None) or 4, 4))
    for name in ("num_experts_per_tok", "n_group", "topk_group"):
        if getattr(text, name, None):
            put(name, min(getattr(text, name), 2 if name == "num_experts_per_tok" else 1))
    put("vocab_size", vocabulary)
    for name, value in (("pad_token_id", 0), ("bos_token_id", 1), ("eos_token_id", 2)):
        setattr(text, name, value)
    return config


def kept_layers(text: Any) -> list[int]:
    """Two layers, and one of every kind."""
    kinds = getattr(text, "layer_types", None) or []
    first = [kinds.index(kind) for kind in dict.fromkeys(kinds)]
    kept = sorted({*first, *range(min(2, text.num_hidden_layers))})
    return kept[: max(2, len(first))]


def rows_of(request: Any, folder: Path, changes: list[Change]) -> dict[str, Any]:
    from train import Data, format_of, load_splits

    name = request.get("data")
    if name is None:
        return {"kind": "unknown"}
    data = Data(dataset_name=name)
    splits = load_splits(data)
    split = "train" if "train" in splits else next(iter(splits))
    rows = splits[split]
    kept = rows.select(range(min(len(rows), ROWS)))
    kept.to_json(str(folder / "rows.jsonl"))
    changes.append(change("rows", f"{name}: {len(rows):,}", f"the first {len(kept)}"))
    return {"kind": format_of(rows).name, "count": len(rows), "columns": rows.column_names}


def put_in(tree: Any, path: str, value: Any) -> Any:
    """Sets a dotted key whose parents exist; None removes it. Gives what was there."""
    *parents, last = path.split(".")
    for name in parents:
        if not isinstance(tree.get(name), dict):
            return value
        tree = tree[name]
    before = tree.get(last)
    if value is None:
        tree.pop(last, None)
    elif before is not None or not parents:
        tree[last] = value
    return before


def arrange(request: Any, folder: Path, changes: list[Change]) -> None:
    """Copies of accelerate.yaml and ds_config.json for few processes on this machine, on a port that is free."""
    import socket

    import yaml

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name, path in request["files"].items():
        text = Path(path).read_text(encoding="utf-8")
        tree = yaml.safe_load(text) if name.endswith((".yaml", ".yml")) else json.loads(text)
        wanted = request["accelerate"] if name == request["accelerate_file"] else request["deepspeed"]
        for key, value in wanted.items():
            before = put_in(tree, key, value)
            if before is not None and before != value:
                changes.append(change(f"{name}: {key}", before, value))
        if name == request["accelerate_file"]:
            tree["main_process_port"] = port
        (folder / name).write_text(
            yaml.safe_dump(tree) if name.endswith((".yaml", ".yml")) else json.dumps(tree), encoding="utf-8"
        )


def stand_in_rows(folder: Path) -> None:
    lines = [
        {"prompt": f"What is {n} plus {m}?", "completion": f" {n + m}"} for n in range(8) for m in range(ROWS // 8)
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def main() -> int:
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(request["folder"])
    sys.path.insert(0, str(Path(__file__).parent))
    changes: list[Change] = []
    answer: dict[str, Any] = {"changes": changes}
    set_seed(0)
    arrange(request, folder, changes)
    try:
        config = config_of(request, changes)
    except (OSError, ValueError) as error:
        print(json.dumps({**answer, "problem": "model", "detail": str(error).splitlines()[0]}))
        return 0
    tokenizer = tokenizer_of(request, changes)
    small = shrink(config, len(tokenizer), changes)
    for name in ("pad_token_id", "bos_token_id", "eos_token_id"):
        found = getattr(tokenizer, name)
        setattr(small.get_text_config(), name, found if found is not None else 0)
    model = AutoModelForCausalLM.from_config(small, attn_implementation=request.get("attention"))
    model.save_pretrained(folder / "model")
    tokenizer.save_pretrained(folder / "model")
    answer["parameters"] = model.num_parameters()
    answer["chat_template"] = tokenizer.chat_template is not None
    try:
        answer["data"] = rows_of(request, folder, changes)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with the data is the answer)
        answer["data_problem"] = str(error)
    if not (folder / "rows.jsonl").exists():
        stand_in_rows(folder)
        changes.append(change("rows", request.get("data"), "64 made-up rows"))
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
