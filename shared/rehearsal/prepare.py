"""Prepares a rehearsal: a small model of the same architecture, its tokenizer, the first rows of the data.

    python prepare.py request.json

The request names the model, its known config.json, the data and the folder to write to. Nothing is downloaded. The
answer is one JSON object on the last line of the output: what was made, and every change as original and rehearsal
value.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from datasets import disable_caching
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
# Bytes of a file of which only the first lines are read.
LARGE = 200_000_000

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


def tokenizer_of(request: Any, changes: list[Change]) -> tuple[PreTrainedTokenizerBase, bool]:
    """The model's own tokenizer, or one that stands for it; and whether it is its own."""
    try:
        return AutoTokenizer.from_pretrained(request["model"]), True
    except (OSError, ValueError):
        changes.append(change("tokenizer", f"{request['model']} (not in the cache)", "one token for each byte"))
    special = ["<pad>", "<s>", "</s>", "<unk>"]
    vocabulary = {token: n for n, token in enumerate(special + sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    stand_in = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    return stand_in, False


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


def few(rows: Any) -> Any:
    return rows.select(range(min(len(rows), ROWS)))


def head_of(path: Path, folder: Path) -> str:
    """The first lines of a file that is too large to be read whole; any other data as it is."""
    if not path.is_file() or path.stat().st_size < LARGE or path.suffix.lower() not in (".jsonl", ".txt"):
        return str(path)
    head = folder / "head" / path.name
    head.parent.mkdir(parents=True, exist_ok=True)
    with path.open(encoding="utf-8-sig") as lines, head.open("w", encoding="utf-8") as few_lines:
        for line, _ in zip(lines, range(10 * ROWS), strict=False):
            few_lines.write(line)
    return str(head)


def write_file(rows: Any, target: Path, original: Path) -> None:
    """Rows in a file of the kind they came from."""
    kind = target.suffix.lower()
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind in (".csv", ".tsv"):
        rows.to_csv(str(target), sep="\t" if kind == ".tsv" else ",", index=False)
    elif kind == ".parquet":
        rows.to_parquet(str(target))
    elif kind == ".txt":
        target.write_text("".join(f"{row['text']}\n" for row in rows), encoding="utf-8")
    else:
        with original.open(encoding="utf-8-sig") as file:
            is_list = file.read(4096).lstrip().startswith("[")
        lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
        target.write_text("[" + ",\n".join(lines) + "]\n" if is_list else "\n".join(lines) + "\n", encoding="utf-8")


def write_folder(splits: dict[str, Any], target: Path, original: Path) -> None:
    """Rows as a folder that `load_dataset` reads, or as one that `save_to_disk` wrote, if they came from one."""
    from datasets import DatasetDict

    if (original / "dataset_dict.json").exists():
        DatasetDict(splits).save_to_disk(str(target))
    elif (original / "state.json").exists():
        next(iter(splits.values())).save_to_disk(str(target))
    else:
        (target / "data").mkdir(parents=True, exist_ok=True)
        for name, rows in splits.items():
            rows.to_parquet(str(target / "data" / f"{name}-00000-of-00001.parquet"))


def rows_of(request: Any, folder: Path, changes: list[Change]) -> dict[str, Any]:
    """Copies the first rows of the data, in the form they have, and tells what kind of rows they are."""
    from train import Data, Problem, converted, format_of, load_splits

    # Datasets writes its cache next to saved data, and that folder belongs to the user.
    disable_caching()
    name, target = request["data"], folder / request["rows"]
    splits = load_splits(Data(dataset_name=head_of(Path(name), folder)))
    split = "train" if "train" in splits else next(iter(splits))
    kept = {one: few(rows) for one, rows in splits.items()}
    original = Path(name).expanduser()
    if original.is_file():
        write_file(kept[split], target, original)
    else:
        write_folder(kept, target, original)
    changes.append(change("rows", f"{name}: {len(splits[split]):,}", f"the first {len(kept[split])}"))
    answer: dict[str, Any] = {"count": len(splits[split]), "columns": splits[split].column_names}
    try:
        form = format_of(kept[split])
        converted(kept[split], form)
    except Problem:
        # A script of its own may know columns that we do not.
        if not request["own_script"]:
            raise
        return answer
    return {**answer, "kind": form.name}


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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def arrange(request: Any, folder: Path, changes: list[Change]) -> int:
    """Copies of the Accelerate and DeepSpeed files for few processes on this machine, on a port that is free."""
    import yaml

    port = free_port()
    for name, (path, kind) in request["files"].items():
        text = Path(path).read_text(encoding="utf-8-sig")
        tree = json.loads(text) if name.endswith(".json") else yaml.safe_load(text)
        for key, value in request[kind].items():
            # DeepSpeed's `auto` is filled in by the Trainer.
            if kind == "deepspeed" and tree.get(key) in (None, "auto"):
                continue
            before = put_in(tree, key, value)
            if before is not None and before != value:
                changes.append(change(f"{name}: {key}", before, value))
        if kind == "accelerate":
            tree["main_process_port"] = port
            section = tree.get("deepspeed_config") or {}
            named = section.get("deepspeed_config_file")
            if named in request["copies"]:
                section["deepspeed_config_file"] = request["copies"][named]
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(tree) if name.endswith(".json") else yaml.safe_dump(tree), encoding="utf-8")
    return port


def stand_in_rows(target: Path) -> None:
    lines = [
        {"prompt": f"What is {n} plus {m}?", "completion": f" {n + m}"} for n in range(8) for m in range(ROWS // 8)
    ]
    file = target if target.suffix in (".json", ".jsonl") else target / "train.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def take_rows(request: Any, folder: Path, changes: list[Change], answer: dict[str, Any]) -> None:
    """The first rows; where the data is not on this machine, rows that are made up."""
    name = request["data"]
    if name is None:
        return
    target = folder / request["rows"]
    try:
        answer["data"] = rows_of(request, folder, changes)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with the data is the answer)
        if not request["data_is_here"]:
            stand_in_rows(target)
            changes.append(change("rows", f"{name} (not on this machine)", f"{ROWS} made-up rows"))
        elif not request["own_script"]:
            answer["data_problem"] = str(error)
        elif not target.exists():
            # A script of its own may read what we do not.
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(Path(name).absolute())
            changes.append(change("rows", name, "all of them, as they are"))


# What a tokenizer gets that stands for one with a chat template; it marks the answers.
CHAT_TEMPLATE = (
    "{% for message in messages %}{% if message['role'] == 'assistant' %}A:{% generation %}{{ message['content'] }}"
    "{{ eos_token }}{% endgeneration %}{% else %}Q:{{ message['content'] }}\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}A:{% endif %}"
)


def small_model(config: Any, tokenizer: Any, request: Any, changes: list[Change]) -> tuple[Any, str]:
    """A model of random weights, and the attention that it has on this machine."""
    small = shrink(config, len(tokenizer), changes)
    for name in ("pad_token_id", "bos_token_id", "eos_token_id"):
        found = getattr(tokenizer, name)
        setattr(small.get_text_config(), name, found if found is not None else 0)
    asked = request.get("attention")
    for attention in (asked, "sdpa", "eager"):
        try:
            return AutoModelForCausalLM.from_config(small, attn_implementation=attention), attention
        except (ValueError, ImportError):
            if attention == "eager":
                raise
    raise AssertionError


def main() -> int:
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(request["folder"])
    sys.path.insert(0, str(Path(__file__).parent))
    changes: list[Change] = []
    answer: dict[str, Any] = {"changes": changes}
    set_seed(0)
    answer["port"] = arrange(request, folder, changes)
    try:
        config = config_of(request, changes)
    except (OSError, ValueError) as error:
        print(json.dumps({**answer, "problem": "model", "detail": str(error).splitlines()[0]}))
        return 0
    tokenizer, is_real = tokenizer_of(request, changes)
    if not is_real and request["own_script"]:
        tokenizer.chat_template = CHAT_TEMPLATE
    model, attention = small_model(config, tokenizer, request, changes)
    if attention not in (request.get("attention"), "sdpa"):
        changes.append(change("attn_implementation", request.get("attention"), attention))
    target = folder / request["model_folder"]
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)
    answer |= {"parameters": model.num_parameters(), "attention": attention}
    take_rows(request, folder, changes, answer)
    columns = answer.get("data", {}).get("columns", [])
    talks = any(name in columns for name in ("messages", "conversations"))
    answer["lacks_template"] = bool(is_real and talks and request["own_script"] and not tokenizer.chat_template)
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
