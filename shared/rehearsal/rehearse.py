"""Runs a training script unchanged on a machine without a GPU, or on its GPUs, and writes down what really happened.

    accelerate launch ... rehearse.py SCRIPT ARGUMENTS

Every process appends one JSON object a line to $LORA_WIZARD_EVIDENCE/rank-N.jsonl: which strategy is in force, what is
trained, what the loss counts, how long the gradient is after clipping, where a resumed run begins.

Without a GPU, Accelerate and Transformers turn some settings off or refuse them. The changes that keep them on are in
`stand_in_for_a_gpu`; each writes an event of its own, so that nothing is changed in silence.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

import torch

FOLDER = Path(os.environ.get("LORA_WIZARD_EVIDENCE", "."))
HAS_GPU = torch.cuda.is_available() or (hasattr(torch, "xpu") and torch.xpu.is_available())


def write(event: str, **facts: Any) -> None:
    rank = os.environ.get("RANK", "0")
    with (FOLDER / f"rank-{rank}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"event": event, **facts}) + "\n")


# ── Without a GPU ───────────────────────────────────────────────────────────────────────────────


def uses_fsdp() -> bool:
    return os.environ.get("ACCELERATE_USE_FSDP", "false").lower() in ("1", "true")


def stand_in_for_a_gpu() -> None:
    """Keeps bf16 and FSDP in force where the libraries would turn them off for want of a GPU."""
    import transformers.training_args as arguments
    from accelerate.state import PartialState
    from accelerate.utils import DistributedType

    for name in ("is_torch_bf16_gpu_available", "is_torch_bf16_available"):
        if hasattr(arguments, name):
            setattr(arguments, name, lambda: True)
            write("changed", what=f"transformers.training_args.{name}", to="true")
    if os.environ.get("ACCELERATE_USE_DEEPSPEED", "false").lower() in ("1", "true"):
        # `import deepspeed.comm.torch as …` would give PyTorch itself, which deepspeed.comm has under this name.
        communication: Any = importlib.import_module("deepspeed.comm.torch")
        # DeepSpeed would compile a faster exchange between CPU processes first, for minutes; gloo does without.
        if hasattr(communication, "build_shm_op"):
            communication.build_shm_op = lambda: None
            write("changed", what="deepspeed.comm.torch.build_shm_op", to="none: gloo alone")
    if not uses_fsdp():
        return
    state: Any = PartialState
    if not hasattr(state, "_prepare_backend") or not hasattr(state, "set_device"):
        write("refused", what="FSDP", why="this release of Accelerate has no PartialState._prepare_backend")
        return
    prepare, choose = state._prepare_backend, state.set_device

    def backend(self: Any, *given: Any, **named: Any) -> Any:
        # Where the script itself turns FSDP off, it stays off.
        return ("gloo", DistributedType.MULTI_GPU) if uses_fsdp() else prepare(self, *given, **named)

    def device(self: Any) -> None:
        if uses_fsdp():
            self.device = torch.device("cpu")
        else:
            choose(self)

    state._prepare_backend, state.set_device = backend, device
    write("changed", what="accelerate.PartialState", to="gloo on the CPU, treated as MULTI_GPU")


# ── Evidence ────────────────────────────────────────────────────────────────────────────────────


def local(tensor: Any) -> torch.Tensor:
    return tensor.to_local() if hasattr(tensor, "to_local") else tensor


def elements(parameter: Any) -> int:
    return int(getattr(parameter, "ds_numel", 0) or parameter.numel())


def innermost(optimizer: Any) -> Any:
    while hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    return optimizer


def first_moment(trainer: Any) -> dict[str, Any]:
    """The norm of the gradient that reached Adam in the first step: its first moment is a tenth of it."""
    total, sharded = 0.0, False
    for state in innermost(trainer.optimizer).state.values():
        moment = state.get("exp_avg") if isinstance(state, dict) else None
        if moment is None:
            continue
        sharded = sharded or hasattr(moment, "to_local")
        total += float(local(moment).double().pow(2).sum())
    engine = getattr(trainer, "deepspeed", None)
    if engine is not None:
        sharded = engine.zero_optimization_stage() > 0
    return {"squares": total / 0.01, "sharded": sharded}


def strategy(trainer: Any) -> dict[str, Any]:
    accelerator = trainer.accelerator
    distributed = torch.distributed
    joined = distributed.is_available() and distributed.is_initialized()
    wrapped = getattr(trainer, "model_wrapped", None)
    kinds = sorted({type(module).__name__ for module in wrapped.modules()}) if wrapped is not None else []
    engine = getattr(trainer, "deepspeed", None)
    return {
        "world": accelerator.num_processes,
        "joined": distributed.get_world_size() if joined else 1,
        "type": accelerator.distributed_type.value,
        "fsdp": any(kind.startswith(("FSDP", "FullyShardedDataParallel")) for kind in kinds),
        "ddp": "DistributedDataParallel" in kinds,
        "zero_stage": engine.zero_optimization_stage() if engine is not None else None,
        "engine_clipping": engine.gradient_clipping() if engine is not None else None,
    }


def weights(model: Any) -> dict[str, Any]:
    parameters = list(model.named_parameters())
    trained = [(name, one) for name, one in parameters if one.requires_grad]
    return {
        "trainable": sum(elements(one) for _, one in trained),
        "total": sum(elements(one) for _, one in parameters),
        "adapters": sum("lora_" in name for name, _ in trained),
        "quantized": "4-bit"
        if getattr(model, "is_loaded_in_4bit", False)
        else "8-bit"
        if getattr(model, "is_loaded_in_8bit", False)
        else "none",
        "types": sorted({str(one.dtype) for _, one in parameters}),
    }


def arrived(arguments: Any) -> dict[str, Any]:
    """The settings as the trainer holds them."""
    said = arguments.to_dict()
    return {name: value for name, value in said.items() if isinstance(value, str | int | float | bool)}


def plain(value: Any) -> Any:
    """A value as JSON has it; a choice by its name."""
    value = getattr(value, "value", value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def take_settings() -> None:
    """Writes down what the script sets, then sets what a rehearsal needs: few steps, a checkpoint, no upload."""
    from transformers import TrainingArguments

    wanted: dict[str, Any] = json.loads(os.environ.get("LORA_WIZARD_SETTINGS", "{}"))
    wanted["output_dir"] = os.environ.get("LORA_WIZARD_OUTPUT", "rehearsal-output")
    arguments: Any = TrainingArguments
    begin = arguments.__post_init__

    def settled(self: Any) -> None:
        write("asked", **{name: plain(value) for name, value in vars(self).items()})
        for name, value in wanted.items():
            if hasattr(self, name):
                setattr(self, name, value)
        begin(self)

    arguments.__post_init__ = settled


def take_attention() -> None:
    """Attention kernels that need a GPU are replaced when a model is loaded."""
    from transformers import PreTrainedModel
    from transformers.models.auto.auto_factory import _BaseAutoModelClass

    other = os.environ.get("LORA_WIZARD_ATTENTION", "sdpa")
    classes: tuple[Any, ...] = (PreTrainedModel, _BaseAutoModelClass)
    for owner in classes:
        load = owner.from_pretrained.__func__

        def loaded(cls: Any, *given: Any, load: Any = load, **named: Any) -> Any:
            if str(named.get("attn_implementation")).startswith(("flash", "flex", "kernels")):
                named["attn_implementation"] = other
            return load(cls, *given, **named)

        owner.from_pretrained = classmethod(loaded)


def watch_trainer() -> None:
    from transformers import Trainer, TrainerCallback

    class Evidence(TrainerCallback):
        def __init__(self, trainer: Any) -> None:
            self.trainer = trainer

        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            self.start = state.global_step
            model = self.trainer.accelerator.unwrap_model(self.trainer.model)
            write("begin", step=state.global_step, **strategy(self.trainer), **weights(model))
            write("arrived", **arrived(args))

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            write("step", step=state.global_step)
            if state.global_step == 1:
                write("moment", **first_moment(self.trainer))

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            values = {
                name: float(value) for name, value in (logs or {}).items() if isinstance(value, int | float | str)
            }
            write("log", step=state.global_step, **values)

        def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            write("save", step=state.global_step)

    begin, step = Trainer.__init__, Trainer.training_step

    def started(self: Any, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        self.add_callback(Evidence(self))

    def stepped(self: Any, model: Any, inputs: Any, *given: Any, **named: Any) -> Any:
        tokens, labels = inputs.get("input_ids"), inputs.get("labels")
        if tokens is not None:
            mask = (labels != -100) if labels is not None else torch.ones_like(tokens, dtype=torch.bool)
            filled = inputs.get("attention_mask")
            write(
                "batch",
                step=self.state.global_step,
                tokens=int(filled.sum()) if filled is not None and filled.shape == tokens.shape else tokens.numel(),
                counted=int(mask.sum()),
                rows=hashlib.sha256(tokens.cpu().numpy().tobytes()).hexdigest()[:16],
            )
        return step(self, model, inputs, *given, **named)

    trainer: Any = Trainer
    trainer.__init__ = started
    trainer.training_step = stepped


def main() -> None:
    script, *arguments = sys.argv[1:]
    if not HAS_GPU:
        stand_in_for_a_gpu()
        take_attention()
    take_settings()
    watch_trainer()
    sys.argv = [script, *arguments]
    sys.path[0] = str(Path(script).resolve().parent)
    if script == "trl sft":
        runpy.run_module("trl.scripts.sft", run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
