"""Uses what train.py has trained: generates, compares it with the model it started from, merges the adapter.

    python after.py generate output 'Your prompt'
    python after.py compare output rows.jsonl --rows 100
    python after.py merge output merged

`output` is the folder of an adapter or of a whole model. Exit status: 0 done, 2 something must be fixed first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from train import PLAIN_CHAT_TEMPLATE, Data, Problem, converted, format_of, last_answer, load_splits


def base_of(folder: str) -> str | None:
    """The model an adapter belongs to; None for a whole model."""
    if not Path(folder).is_dir():
        raise Problem(f"There is no folder {Path(folder).absolute()}. Has the run finished?")
    config = Path(folder) / "adapter_config.json"
    return json.loads(config.read_text(encoding="utf-8"))["base_model_name_or_path"] if config.exists() else None


def load(name: str, place: str = "auto") -> Any:
    kind = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    options: dict[str, Any] = {"device_map": place} if torch.cuda.is_available() else {}
    return AutoModelForCausalLM.from_pretrained(name, dtype=kind, **options).eval()


def load_trained(folder: str) -> Any:
    base = base_of(folder)
    return load(folder) if base is None else PeftModel.from_pretrained(load(base), folder).eval()


def tokenizer_of(folder: str) -> Any:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if tokenizer.chat_template is None:
        tokenizer.chat_template = PLAIN_CHAT_TEMPLATE
    return tokenizer


def answer(model: Any, tokenizer: Any, prompt: Any, most: int) -> str:
    """The answer to a prompt: a text as it is, or messages in the form of the chat template."""
    if isinstance(prompt, str):
        start = tokenizer(prompt, return_tensors="pt")["input_ids"]
    else:
        text = tokenizer.apply_chat_template(prompt, add_generation_prompt=True, tokenize=False)
        start = tokenizer(text, return_tensors="pt", add_special_tokens=False)["input_ids"]
    start = start.to(model.device)
    with torch.no_grad():
        made = model.generate(
            input_ids=start,
            attention_mask=torch.ones_like(start),
            max_new_tokens=most,
            do_sample=False,
            pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
        )
    return tokenizer.decode(made[0, start.shape[1] :], skip_special_tokens=True).strip()


def generate(arguments: argparse.Namespace) -> None:
    prompt = arguments.prompt if arguments.raw else [{"role": "user", "content": arguments.prompt}]
    tokenizer = tokenizer_of(arguments.folder)
    print(answer(load_trained(arguments.folder), tokenizer, prompt, arguments.most))


def question_and_answer(row: dict[str, Any], tokenizer: Any) -> tuple[str, str, Any]:
    """A row as the text before the answer, the answer, and the prompt to generate from."""
    if "text" in row:
        return "", row["text"], ""
    if "messages" in row:
        row = last_answer(row)
    prompt, completion = row["prompt"], row["completion"]
    if isinstance(prompt, str):
        return prompt, completion + (tokenizer.eos_token or ""), prompt
    before = tokenizer.apply_chat_template(prompt, add_generation_prompt=True, tokenize=False)
    whole = tokenizer.apply_chat_template(prompt + completion, tokenize=False)
    return before, whole[len(before) :], prompt


def loss(model: Any, tokenizer: Any, before: str, after: str, most: int) -> tuple[float, int]:
    """The loss over the tokens of the answer, and how many they are."""
    start = tokenizer(before, add_special_tokens=False)["input_ids"]
    tokens = (start + tokenizer(after, add_special_tokens=False)["input_ids"])[:most]
    labels = [-100] * min(len(start), len(tokens)) + tokens[len(start) :]
    counted = sum(label != -100 for label in labels[1:])
    if counted == 0:
        return 0.0, 0
    with torch.no_grad():
        row = torch.tensor([tokens], device=model.device)
        result = model(input_ids=row, labels=torch.tensor([labels], device=model.device))
    return float(result.loss) * counted, counted


def compare(arguments: argparse.Namespace) -> None:
    """The same rows and the same question, before and after."""
    tokenizer = tokenizer_of(arguments.folder)
    splits = load_splits(Data(dataset_name=arguments.data))
    split = next((name for name in ("validation", "eval", "test", "dev") if name in splits), next(iter(splits)))
    rows = splits[split].select(range(min(arguments.rows, len(splits[split]))))
    rows = converted(rows, format_of(rows))
    if "input_ids" in rows.column_names:
        raise Problem("These rows are tokenized already. Compare with rows of text.")
    asked = [question_and_answer(row, tokenizer) for row in rows]
    base = base_of(arguments.folder) or arguments.base
    if base is None:
        raise Problem("This folder holds a whole model. Name the model it started from with --base.")
    print(f"{len(asked)} rows of the split {split}")
    for name, make in before_and_after(base, arguments.folder):
        model = make()
        parts = [loss(model, tokenizer, before, after, arguments.length) for before, after, _ in asked]
        counted = sum(number for _, number in parts)
        mean = sum(total for total, _ in parts) / max(1, counted)
        print(f"{name}: loss {mean:.3f} over {counted:,} tokens")
        if asked[0][2]:
            print(f"  {answer(model, tokenizer, asked[0][2], arguments.most)!r}")


def before_and_after(base: str, folder: str) -> list[tuple[str, Callable[[], Any]]]:
    return [("before", lambda: load(base)), ("after", lambda: load_trained(folder))]


def merge(arguments: argparse.Namespace) -> None:
    base = base_of(arguments.folder)
    if base is None:
        raise Problem(f"{arguments.folder} holds a whole model already; there is nothing to merge.")
    if Path(arguments.target).exists():
        raise Problem(f"{arguments.target} exists already. Choose another folder.")
    # On the CPU and in 16 bits, also after QLoRA: merging into 4-bit weights would round the adapter away.
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.bfloat16)
    PeftModel.from_pretrained(model, arguments.folder).merge_and_unload().save_pretrained(arguments.target)
    tokenizer_of(arguments.folder).save_pretrained(arguments.target)
    print(f"Merged {arguments.folder} into {base}: {arguments.target}")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = top.add_subparsers(required=True)
    one = commands.add_parser("generate", help="answer a prompt")
    one.add_argument("folder")
    one.add_argument("prompt")
    one.add_argument("--raw", action="store_true", help="use the prompt as it is, without the chat template")
    one.add_argument("--most", type=int, default=256, help="tokens to generate at most")
    one.set_defaults(run=generate)
    one = commands.add_parser("compare", help="loss and an answer before and after, on the same rows")
    one.add_argument("folder")
    one.add_argument("data")
    one.add_argument("--rows", type=int, default=100)
    one.add_argument("--length", type=int, default=2048, help="tokens of a row at most")
    one.add_argument("--most", type=int, default=64, help="tokens to generate at most")
    one.add_argument("--base", help="the model that a whole model started from")
    one.set_defaults(run=compare)
    one = commands.add_parser("merge", help="write the model with the adapter merged into it")
    one.add_argument("folder")
    one.add_argument("target")
    one.set_defaults(run=merge)
    return top


def main() -> int:
    arguments = parser().parse_args()
    try:
        arguments.run(arguments)
    except Problem as problem:
        print(f"after.py: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
