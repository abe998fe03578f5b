"""Fine-tunes a language model on text: LoRA, DoRA, rsLoRA, QLoRA, or all weights.

launch.sh starts this script and passes every setting as an argument. Run `python train.py --help`
for the list: the names are those of TRL's SFTConfig and ModelConfig, plus the few in `Data` and
`Adapter` below.

Needs: torch, transformers, trl, peft, accelerate, datasets (requirements.txt has the versions).

Data (`--dataset_name`) is a .json, .jsonl, .parquet, .csv, .tsv or .txt file, a folder of such
files, a folder made by `Dataset.save_to_disk`, or the name of a data set on the Hub. One row is
one of these:

    {"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]}
    {"conversations": [{"from": "human", "value": "..."}, {"from": "gpt", "value": "..."}]}
    {"prompt": "...", "completion": "..."}
    {"instruction": "...", "input": "...", "output": "..."}        ("input" may be missing)
    {"question": "...", "answer": "..."}
    {"text": "..."}
    {"input_ids": [1, 2, 3]}                                       (already tokenized)

Exit status: 0 the model was trained and saved, 1 training or saving failed, 2 an argument, a data
file or the environment must be fixed first, 130 interrupted.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import torch
from datasets import Dataset, DatasetDict, load_dataset, load_from_disk
from safetensors import safe_open
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    TrainerCallback,
    set_seed,
)
from transformers.integrations import is_deepspeed_zero3_enabled
from transformers.trainer_utils import get_last_checkpoint
from trl import ModelConfig, SFTConfig, SFTTrainer, TrlParser, get_peft_config, get_quantization_config


@dataclass
class Data:
    """Where the rows come from."""

    dataset_name: str | None = field(
        default=None, metadata={"help": "A file, a folder, or the name of a data set on the Hub."}
    )
    dataset_config: str | None = field(
        default=None, metadata={"help": "The configuration of a data set on the Hub that has several."}
    )
    dataset_train_split: str = field(default="train", metadata={"help": "The split to train on."})
    dataset_test_split: str | None = field(
        default=None,
        metadata={"help": "The split to evaluate on. Default: validation, eval, test or dev, the first there is."},
    )
    eval_size: float = field(
        default=0.05,
        metadata={"help": "The share of the rows to hold out for evaluation if the data has no split for it."},
    )


@dataclass
class Adapter:
    """Settings of PEFT's LoraConfig that TRL's ModelConfig does not have."""

    lora_bias: str = field(default="none", metadata={"help": "Which biases to train: none, all or lora_only."})
    lora_init_lora_weights: str = field(
        default="true", metadata={"help": "How the adapter starts: true, false, gaussian, pissa or olora."}
    )


class Problem(Exception):
    """Something that the user must fix before training can start."""


def stop(message: str) -> NoReturn:
    raise Problem(message)


def is_first_process() -> bool:
    return os.environ.get("RANK", "0") == "0"


def say(text: str) -> None:
    """Prints from the first process only, so that eight GPUs do not say everything eight times."""
    if is_first_process():
        print(text, flush=True)


# ── Data ────────────────────────────────────────────────────────────────────────────────────────

READERS = {
    ".json": "json",
    ".jsonl": "json",
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "text",
}

EVALUATION_SPLITS = ("validation", "eval", "test", "dev")

ROLES = {
    "system": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "model": "assistant",
    "tool": "tool",
    "function": "tool",
    "observation": "tool",
}

# What a base model without a chat template gets. It needs no new tokens, and it marks the answers, so
# that the loss can be computed on them alone. It is saved with the tokenizer: use it for generation too.
PLAIN_CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if message['role'] == 'assistant' %}"
    "### Assistant:\n{% generation %}{{ message['content'] }}{{ eos_token }}{% endgeneration %}\n"
    "{% else %}### {{ message['role'] | capitalize }}:\n{{ message['content'] }}\n\n{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}### Assistant:\n{% endif %}"
)


def load_splits(data: Data) -> DatasetDict:
    """All splits of the data, wherever it is."""
    name = data.dataset_name or stop("No data. Pass --dataset_name with a file, a folder or a name on the Hub.")
    path = Path(name).expanduser()
    try:
        if path.is_file():
            return load_file(path)
        if path.is_dir():
            return load_folder(path)
        if looks_like_a_path(name):
            stop(f"There is no file or folder {path.absolute()}. Paths count from the folder of launch.sh.")
        return load_dataset(name, data.dataset_config)
    except Problem:
        raise
    except Exception as error:
        place = path.absolute() if path.exists() else f"{name!r} on the Hub"
        stop(f"Cannot read the data in {place}: {first_line(error)}{hint_for(path)}")


def looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or name.count("/") > 1 or Path(name).suffix.lower() in READERS


def load_file(path: Path) -> DatasetDict:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        stop(f"{path} is none of the kinds this script reads: {', '.join(READERS)}.")
    if path.stat().st_size == 0:
        stop(f"{path} is empty.")
    options: dict[str, Any] = {"delimiter": "\t"} if path.suffix.lower() == ".tsv" else {}
    return load_dataset(reader, data_files={"train": str(path)}, **options)


def load_folder(path: Path) -> DatasetDict:
    if (path / "dataset_dict.json").exists():
        return load_from_disk(str(path))
    if (path / "state.json").exists():
        return DatasetDict(train=load_from_disk(str(path)))
    if not any(file.suffix.lower() in READERS for file in path.rglob("*")):
        stop(f"The folder {path} holds no file of these kinds: {', '.join(READERS)}.")
    return load_dataset(str(path))


def first_line(error: BaseException) -> str:
    """The innermost reason, on one line: `datasets` wraps what went wrong."""
    while error.__cause__ is not None:
        error = error.__cause__
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def hint_for(path: Path) -> str:
    """Which line of a JSON Lines file is broken, since the reader does not say."""
    if path.suffix.lower() == ".jsonl" and path.is_file():
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    json.loads(line or "null")
                except json.JSONDecodeError as error:
                    return f"\nLine {number} is no JSON ({error.msg}): {line.strip()[:80]}"
    if not path.exists():
        return "\nCheck the name, the network, and for gated data your login: hf auth login."
    return ""


def training_and_evaluation(splits: DatasetDict, data: Data, training: SFTConfig) -> tuple[Dataset, Dataset | None]:
    """The rows to train on, and the rows to evaluate on if evaluation is on."""
    name = data.dataset_train_split
    if name not in splits:
        if len(splits) > 1 or name != "train":
            stop(f"There is no split {name!r}. Choose with --dataset_train_split: {', '.join(splits)}.")
        name = next(iter(splits))
    rows = splits[name]
    if len(rows) == 0:
        stop(f"The split {name!r} of {data.dataset_name} has no rows.")
    if str(getattr(training.eval_strategy, "value", training.eval_strategy)) == "no":
        return rows, None
    wanted = (data.dataset_test_split,) if data.dataset_test_split else EVALUATION_SPLITS
    for candidate in wanted:
        if candidate in splits and candidate != name:
            return rows, splits[candidate]
    if data.dataset_test_split:
        stop(f"There is no split {data.dataset_test_split!r} to evaluate on. There is: {', '.join(splits)}.")
    if len(rows) < 2 or not 0 < data.eval_size < 1:
        stop("Evaluation is on, but nothing can be held out: give more rows, or --eval_size between 0 and 1.")
    held = max(1, round(len(rows) * data.eval_size))
    parts = rows.train_test_split(test_size=held, seed=training.seed)
    return parts["train"], parts["test"]


@dataclass
class Format:
    """One kind of row: how to recognize it, and how TRL wants it."""

    name: str
    columns: tuple[str, ...]
    convert: Callable[[Mapping[str, Any]], dict[str, Any]] | None
    is_chat: bool = False


def as_messages(turns: Any) -> list[dict[str, Any]]:
    if not isinstance(turns, Sequence) or isinstance(turns, str) or len(turns) == 0:
        raise ValueError("the conversation is not a list of messages")
    messages = [as_message(turn) for turn in turns]
    if not any(message["role"] == "assistant" for message in messages):
        raise ValueError("the conversation has no answer of the assistant to learn from")
    return messages


def as_message(turn: Any) -> dict[str, Any]:
    if not isinstance(turn, Mapping):
        raise ValueError(f"a message is not an object with a role and a content: {turn!r:.60}")
    said_role = turn.get("role") or turn.get("from")
    role = ROLES.get(str(said_role).lower())
    if role is None:
        raise ValueError(f"a message has the role {said_role!r}; known are {', '.join(sorted(set(ROLES)))}")
    content = turn.get("content") if turn.get("content") is not None else turn.get("value")
    if content is None and turn.get("tool_calls"):
        content = ""
    if not isinstance(content, str):
        raise ValueError(f"the content of a message is not text: {content!r:.60}")
    extra = {key: turn[key] for key in ("tool_calls", "name", "tool_call_id") if turn.get(key)}
    return {"role": role, "content": content, **extra}


def text_of(row: Mapping[str, Any], column: str) -> str:
    value = row[column]
    if not isinstance(value, str):
        raise ValueError(f"{column!r} is not text: {value!r:.60}")
    return value


def pair(row: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(row["prompt"], str):
        return {"prompt": text_of(row, "prompt"), "completion": text_of(row, "completion")}
    completion = as_messages(row["completion"])
    return {"prompt": [as_message(turn) for turn in row["prompt"]], "completion": completion}


def question(prompt: str, answer: str, *, system: str = "") -> dict[str, Any]:
    start = [{"role": "system", "content": system}] if system else []
    return {
        "prompt": [*start, {"role": "user", "content": prompt}],
        "completion": [{"role": "assistant", "content": answer}],
    }


def instruction(row: Mapping[str, Any]) -> dict[str, Any]:
    extra = row.get("input") or ""
    prompt = text_of(row, "instruction")
    answer = "output" if "output" in row else "response"
    return question(f"{prompt}\n\n{extra}" if extra else prompt, text_of(row, answer), system=row.get("system") or "")


def summary(source: str, target: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Text and summary, in the words of the MLPerf LoRA benchmark."""

    def convert(row: Mapping[str, Any]) -> dict[str, Any]:
        prompt = f"### Summarize the following text:\n {text_of(row, source)}\n ### Summary:\n "
        return {"prompt": prompt, "completion": text_of(row, target)}

    return convert


FORMATS = (
    Format("already tokenized", ("input_ids",), None),
    Format("chat", ("messages",), lambda row: {"messages": as_messages(row["messages"])}, is_chat=True),
    Format("chat", ("conversations",), lambda row: {"messages": as_messages(row["conversations"])}, is_chat=True),
    Format("prompt and completion", ("prompt", "completion"), pair),
    Format("instruction", ("instruction", "output"), instruction),
    Format("instruction", ("instruction", "response"), instruction),
    Format(
        "question and answer",
        ("question", "answer"),
        lambda row: question(text_of(row, "question"), text_of(row, "answer")),
    ),
    Format(
        "prompt and response",
        ("prompt", "response"),
        lambda row: question(text_of(row, "prompt"), text_of(row, "response")),
    ),
    Format("text and summary", ("report", "summary"), summary("report", "summary")),
    Format("text and summary", ("document", "summary"), summary("document", "summary")),
    Format("text and summary", ("article", "highlights"), summary("article", "highlights")),
    Format("plain text", ("text",), lambda row: {"text": text_of(row, "text")}),
)


def format_of(rows: Dataset) -> Format:
    found = next((one for one in FORMATS if set(one.columns) <= set(rows.column_names)), None)
    if found is None:
        known = "\n".join(sorted({f"  {', '.join(one.columns)}" for one in FORMATS}))
        stop(
            f"The rows have the columns {', '.join(rows.column_names)}, from which this script cannot tell what to "
            f"train on. Rename them so that one of these sets is there:\n{known}"
        )
    return found


def converted(rows: Dataset, form: Format) -> Dataset:
    """The rows as TRL reads them; a row that is wrong is named."""
    convert = form.convert
    if convert is None:
        return rows

    def one(row: dict[str, Any], number: int) -> dict[str, Any]:
        try:
            return convert(row)
        except (ValueError, TypeError) as error:
            stop(f"Row {number + 1} of the data cannot be used: {error}.")

    kept = [name for name in ("tools", "chat_template_kwargs") if form.is_chat and name in rows.column_names]
    unused = [name for name in rows.column_names if name not in kept]
    return rows.map(one, with_indices=True, remove_columns=unused, desc="Reading rows")


def last_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """A conversation as a prompt and its last answer."""
    messages = row["messages"]
    end = max(place for place, message in enumerate(messages) if message["role"] == "assistant")
    return {"prompt": messages[:end], "completion": [messages[end]]}


def marks_answers(tokenizer: PreTrainedTokenizerBase) -> bool:
    """Whether TRL can tell the answers of a conversation from the rest with this model's chat template."""
    from trl.chat_template_utils import get_training_chat_template

    if re.search(r"\{%-?\s*generation", str(tokenizer.chat_template)):
        return True
    try:
        get_training_chat_template(tokenizer)
        return True
    except ValueError:
        return False


def prepare(rows: Dataset, form: Format, tokenizer: PreTrainedTokenizerBase, training: SFTConfig) -> Dataset:
    rows = converted(rows, form)
    if form.is_chat and training.assistant_only_loss and not marks_answers(tokenizer):
        return rows.map(last_answer, remove_columns=["messages"], desc="Taking the last answers")
    return rows


# ── Model ───────────────────────────────────────────────────────────────────────────────────────


def load_tokenizer(model: ModelConfig, training: SFTConfig) -> PreTrainedTokenizerBase:
    try:
        tokenizer = AutoTokenizer.from_pretrained(
            model.model_name_or_path, revision=model.model_revision, trust_remote_code=trusts(model, training)
        )
    except (OSError, ValueError) as error:
        stop(
            f"Cannot load the tokenizer of {model.model_name_or_path}: {first_line(error)}\n"
            "A gated model needs its license accepted on its page, and a login: hf auth login."
        )
    if tokenizer.chat_template is None and training.chat_template_path is None:
        tokenizer.chat_template = PLAIN_CHAT_TEMPLATE
    return tokenizer


def trusts(model: ModelConfig, training: SFTConfig) -> bool:
    """TRL moved this argument from one class to the other."""
    return bool(getattr(training, "trust_remote_code", False) or getattr(model, "trust_remote_code", False))


def is_sharded() -> bool:
    """Whether every process holds only a part of the weights, so that no process may place the model on its GPU."""
    return is_deepspeed_zero3_enabled() or os.environ.get("ACCELERATE_USE_FSDP", "false").lower() in ("1", "true")


def load_model(model: ModelConfig, training: SFTConfig) -> PreTrainedModel:
    quantization = get_quantization_config(model)
    options: dict[str, Any] = {}
    if quantization is not None:
        options["quantization_config"] = quantization
        if not is_sharded():
            device = training.device
            options["device_map"] = {"": device.index if device.index is not None else device.type}
    try:
        loaded = AutoModelForCausalLM.from_pretrained(
            str(model.model_name_or_path),
            revision=model.model_revision,
            trust_remote_code=trusts(model, training),
            attn_implementation=model.attn_implementation,
            dtype=model.dtype,
            **options,
        )
    except ImportError as error:
        stop(f"A package is missing or too old: {first_line(error)}")
    except OSError as error:
        stop(
            f"Cannot load {model.model_name_or_path}: {first_line(error)}\n"
            "A gated model needs its license accepted on its page, and a login: hf auth login."
        )
    asked, there = quantization_asked(model), quantization_of(loaded)
    if asked != there:
        stop(f"The weights were to be {asked}, but they are {there} after loading. Nothing was trained.")
    loaded.config.use_cache = False
    return loaded


def quantization_asked(model: ModelConfig) -> str:
    return "4-bit" if model.load_in_4bit else "8-bit" if model.load_in_8bit else "not quantized"


def quantization_of(model: PreTrainedModel) -> str:
    if getattr(model, "is_loaded_in_4bit", False):
        return "4-bit"
    return "8-bit" if getattr(model, "is_loaded_in_8bit", False) else "not quantized"


def adapter_config(model: ModelConfig, adapter: Adapter) -> Any:
    """PEFT's configuration, or None if all weights are trained."""
    config: Any = get_peft_config(model)
    if config is None:
        if model.load_in_4bit or model.load_in_8bit:
            stop("Quantized weights cannot be trained as they are. Add --use_peft True, or load them unquantized.")
        return None
    choices: dict[str, bool | str] = {"true": True, "false": False, "gaussian": "gaussian"}
    choices |= {"pissa": "pissa", "olora": "olora"}
    start = adapter.lora_init_lora_weights.lower()
    if start not in choices:
        stop(f"--lora_init_lora_weights {start} needs a script of its own. Known here: {', '.join(choices)}.")
    config.init_lora_weights = choices[start]
    config.bias = adapter.lora_bias
    return config


# ── Training ────────────────────────────────────────────────────────────────────────────────────


def checkpoint_to_resume(training: SFTConfig) -> str | None:
    """The checkpoint to continue from; refuses to write over a run that nobody asked to continue."""
    folder = Path(str(training.output_dir))
    last = get_last_checkpoint(str(folder)) if folder.is_dir() else None
    wanted = training.resume_from_checkpoint
    if not wanted or str(wanted).lower() == "false":
        if last is not None:
            stop(
                f"{folder} already holds a run ({Path(last).name}). To continue it: "
                "bash launch.sh --resume_from_checkpoint last. To start again, choose another --output_dir, or "
                "remove the checkpoints."
            )
        return None
    if str(wanted).lower() in ("true", "last"):
        return last or stop(f"There is no checkpoint in {folder} to continue from.")
    if not (Path(wanted) / "trainer_state.json").is_file():
        stop(f"{wanted} is no checkpoint: it has no trainer_state.json.")
    return str(wanted)


TRACKERS = {"tensorboard": "tensorboard", "wandb": "wandb", "trackio": "trackio", "mlflow": "mlflow"}


def check_trackers(training: SFTConfig) -> None:
    asked = training.report_to if isinstance(training.report_to, list) else [training.report_to]
    for name in asked:
        package = TRACKERS.get(str(name))
        if package is not None and importlib.util.find_spec(package) is None:
            stop(f"--report_to {name} needs a package that is not installed: pip install {package}")


def local_part(parameter: torch.nn.Parameter) -> torch.Tensor:
    """What this process holds of a parameter that ZeRO-3 or FSDP has divided."""
    part: Any = getattr(parameter, "ds_tensor", None)
    if part is None:
        part = parameter.to_local() if hasattr(parameter, "to_local") else parameter
    return part.detach()


class ResumeCheck(TrainerCallback):
    """Stops a resumed run whose adapter did not come back from the checkpoint.

    The half of an adapter that starts as zeros cannot be all zeros after a step of training.
    """

    def __init__(self) -> None:
        self.trainer: SFTTrainer | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step == 0 or self.trainer is None:
            return
        model: Any = self.trainer.model
        parts = [local_part(parameter) for name, parameter in model.named_parameters() if "lora_B" in name]
        if not parts:
            return
        largest = max((float(part.abs().max()) for part in parts if part.numel() > 0), default=0.0)
        values = self.trainer.accelerator.gather(torch.tensor([largest], device=args.device))
        if float(values.max()) == 0:
            raise RuntimeError(
                "The checkpoint did not restore the adapter: it is as empty as before the first step. "
                "With FSDP, checkpoints of an adapter need fsdp_state_dict_type: FULL_STATE_DICT."
            )


def count(parameter: torch.nn.Parameter) -> int:
    return int(getattr(parameter, "ds_numel", 0) or parameter.numel())


def strategy_of(trainer: SFTTrainer) -> str:
    kind = trainer.accelerator.distributed_type.value
    plugin = getattr(trainer.accelerator.state, "deepspeed_plugin", None)
    if plugin is not None:
        kind = f"DeepSpeed ZeRO-{plugin.zero_stage}"
    fsdp = getattr(trainer.accelerator.state, "fsdp_plugin", None)
    if fsdp is not None and trainer.is_fsdp_enabled:
        kind = f"FSDP{getattr(fsdp, 'fsdp_version', 1)}"
    processes = trainer.accelerator.num_processes
    return f"{'one process' if processes == 1 else f'{processes} processes'}, {'plain' if kind == 'NO' else kind}"


def masked_row(trainer: SFTTrainer, tokenizer: PreTrainedTokenizerBase) -> str:
    """The first row, cut where the loss begins and ends: `+` is trained on, `-` is only read."""
    rows: Any = trainer.train_dataset
    batch = trainer.data_collator([rows[0]])
    tokens, labels = batch["input_ids"][0].tolist(), batch["labels"][0].tolist()
    runs: list[tuple[bool, list[int]]] = []
    for token, label in zip(tokens, labels, strict=True):
        trained = label != -100
        if not runs or runs[-1][0] != trained:
            runs.append((trained, []))
        runs[-1][1].append(token)
    lines = [
        f"  {'+' if trained else '-'} {line}"
        for trained, part in runs
        for line in shortened(str(tokenizer.decode(part))).splitlines() or [""]
    ]
    learned = sum(label != -100 for label in labels)
    head = f"First row: {len(tokens)} tokens, {learned} of them trained on (+), the others only read (-)"
    return "\n".join([head, *lines])


def shortened(text: str, most: int = 1200) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} […] {text[-most // 2 :]}"


def rows_without_target(trainer: SFTTrainer, most: int = 2000) -> tuple[int, int]:
    """How many of the first rows were cut off before the first token that is trained on."""
    rows: Any = trainer.train_dataset
    looked = min(len(rows), most)
    empty = 0
    for place in range(looked):
        row = rows[place]
        mask = row.get("labels") or row.get("completion_mask") or row.get("assistant_masks")
        if mask is not None and all(value in (-100, 0) for value in mask):
            empty += 1
    return empty, looked


def describe(trainer: SFTTrainer, model: ModelConfig, data: Data, form: Format, held: int, resume: str | None) -> None:
    network: Any = trainer.model
    rows: Any = trainer.train_dataset
    trained = sum(count(one) for one in network.parameters() if one.requires_grad)
    method = "all weights"
    if model.use_peft:
        kind = "DoRA" if model.use_dora else "rsLoRA" if model.use_rslora else "LoRA"
        method = f"{'Q' if quantization_of(network) == '4-bit' else ''}{kind}, r {model.lora_r}"
    facts = {
        "model": f"{model.model_name_or_path} ({network.config.model_type})",
        "weights": f"{model.dtype}, {quantization_of(network)}",
        "trained": f"{trained:,} parameters ({method})",
        "strategy": strategy_of(trainer),
        "data": f"{data.dataset_name}, {form.name}: {len(rows):,} training rows after preparation"
        + (f", {held:,} rows for evaluation" if held else ""),
        "start": f"from {resume}" if resume else "at step 0",
        "seed": str(trainer.args.seed),
    }
    say("\n".join(f"{name:>9}: {value}" for name, value in facts.items()))
    if trained == 0:
        stop("Nothing would be trained: no layer has the names in --lora_target_modules.")


def save(trainer: SFTTrainer, adapter: bool) -> None:
    """Saves the adapter or the model whole, on whatever number of processes it is spread, and looks at the result."""
    if trainer.is_fsdp_enabled:
        trainer.accelerator.state.fsdp_plugin.set_state_dict_type("FULL_STATE_DICT")
    trainer.save_model()
    trainer.save_state()
    trainer.accelerator.wait_for_everyone()
    if trainer.is_world_process_zero():
        check_saved(Path(str(trainer.args.output_dir)), adapter)


def check_saved(folder: Path, adapter: bool) -> None:
    files = sorted(folder.glob("adapter_model.safetensors" if adapter else "model*.safetensors"))
    shapes: dict[str, list[int]] = {}
    for file in files:
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118 (an open file is no dictionary)
                shapes[name] = tensors.get_slice(name).get_shape()
    empty = [name for name, shape in shapes.items() if 0 in shape]
    if not shapes or empty:
        what = f"{len(empty)} of {len(shapes)} tensors are empty" if shapes else "no weights were written"
        raise RuntimeError(
            f"The save in {folder} is not whole: {what}. The checkpoints next to it hold the weights: "
            "continue from one, or collect them with zero_to_fp32.py (DeepSpeed) or accelerate merge-weights (FSDP)."
        )
    size = sum(file.stat().st_size for file in files)
    say(f"Saved {len(shapes):,} tensors, {size / 2**20:,.1f} MiB, in {folder}")


def train(data: Data, training: SFTConfig, model: ModelConfig, adapter: Adapter) -> None:
    if model.model_name_or_path is None:
        stop("No model. Pass --model_name_or_path with a folder or a name on the Hub.")
    check_trackers(training)
    resume = checkpoint_to_resume(training)
    set_seed(training.seed)  # before the adapter gets its first, random weights
    tokenizer = load_tokenizer(model, training)

    with training.main_process_first(desc="reading the data"):
        rows, held = training_and_evaluation(load_splits(data), data, training)
        form = format_of(rows)
        if form.is_chat and training.assistant_only_loss and not marks_answers(tokenizer):
            say("The chat template of this model does not mark answers: the loss is computed on the last one only.")
        rows = prepare(rows, form, tokenizer, training)
        held = prepare(held, form, tokenizer, training) if held is not None else None
    # Only conversations have answers to look for: pairs have their completion, and plain text is trained on whole.
    training.assistant_only_loss = bool(training.assistant_only_loss and "messages" in rows.column_names)

    check = ResumeCheck()
    trainer = SFTTrainer(
        model=load_model(model, training),
        args=training,
        train_dataset=rows,
        eval_dataset=held,
        processing_class=tokenizer,
        peft_config=adapter_config(model, adapter),
        callbacks=[check],
    )
    check.trainer = trainer
    describe(trainer, model, data, form, len(held) if held is not None else 0, resume)
    cut = f"cut off by --max_length {training.max_length} before the first token to train on"
    empty, looked = rows_without_target(trainer)
    if empty == looked:
        stop(f"Nothing to train on: every row is {cut}.")
    prepared: Any = trainer.train_dataset
    left = len(rows) if training.packing else len(prepared)
    if empty or left < len(rows):
        say(f"{empty + len(rows) - left} rows teach nothing: they are {cut}.")
    say(masked_row(trainer, tokenizer))

    result = trainer.train(resume_from_checkpoint=resume)
    trainer.log_metrics("train", result.metrics)
    trainer.save_metrics("train", result.metrics)
    if held is not None:
        metrics = trainer.evaluate()
        trainer.log_metrics("eval", metrics)
        trainer.save_metrics("eval", metrics)
    save(trainer, adapter=model.use_peft)
    if training.push_to_hub:
        trainer.push_to_hub()
    if hasattr(trainer, "end"):  # closes trackers and the process group, from Transformers 5.18 on
        trainer.end()


def main(arguments: Sequence[str] | None = None) -> int:
    classes: Any = (Data, SFTConfig, ModelConfig, Adapter)
    parser = TrlParser(classes)
    data, training, model, adapter = parser.parse_args_and_config(arguments)
    try:
        train(data, training, model, adapter)
    except Problem as problem:
        if is_first_process():
            print(f"train.py: {problem}", file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
