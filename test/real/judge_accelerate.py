"""Takes what lora-wizard wrote through the real tools, as far as they go without a GPU, and says who refused what.

A case is one JSON line:

    {"id": "…", "files": {"accelerate.yaml": "…", "launch.sh": "…"}, "command": ["accelerate", "launch", …],
     "env": {"NODE_RANK": "1"}, "dialect": "trainer" | "trl" | "mlperf",
     "machine": {"capability": [9, 0]}, "model": {"heads": 64, "kv_heads": 8, "hidden": 8192, "attention": "sdpa"}}

A file that is no UTF-8 stands as {"base64": "…"}. The dialect "adapter" has no command: PEFT loads `adapter_config.json` and
puts the adapter into a narrow Llama. With "meaning" in the case, the answer says under that name what Python reads from each
file: {path: {"dotted.key": "value as Python writes it"}}, and under "opened" which of the files the tools looked into.

`command` may be left out where `files` holds a `launch.sh`: then a real shell runs it, and the words are taken where
`accelerate` would have been started. The answer is one JSON line: {"id", "accepted", "stage", "error"}. The stages, in
the order of a real start:

    shell      bash runs launch.sh
    parse      accelerate launch reads its flags
    load       Accelerate reads the file
    validate   … and fills the flags in from it
    prepare    … and prepares the environment of the workers
    launcher   torchrun's, or DeepSpeed's, own launcher reads what Accelerate hands on
    arguments  the script reads its arguments (TrainingArguments, SFTConfig, ModelConfig); `trl sft` reads its file
    script     trl.scripts.sft, or what a script of the dialect does, up to its Trainer
    adapter    PEFT builds the adapter
    trainer    the Trainer builds its Accelerator: plugins, precision, parallelism
    optimizer  the Trainer looks its optimizer and its schedule up
    zero-init  DeepSpeed reads the configuration that from_pretrained hands it
    deepspeed  the Trainer and Accelerate fill the configuration in, and DeepSpeed reads it
    judge      this file is wrong; never the fault of a case

Run: judge_accelerate.py, with batches of cases on its input, each ended by an empty line.
"""

import base64
import contextlib
import dataclasses
import functools
import importlib.metadata
import importlib.util
import io
import json
import logging
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types
import warnings

os.environ["DS_ACCELERATOR"] = "cpu"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
    import accelerate.accelerator
    import accelerate.commands.launch as launch
    import accelerate.state
    import accelerate.utils.dataclasses
    import accelerate.utils.deepspeed
    import accelerate.utils.launch as prepare
    import deepspeed
    import deepspeed.comm
    import deepspeed.launcher.runner
    import deepspeed.ops.adam
    import deepspeed.runtime.config
    import deepspeed.runtime.sequence_parallel.parallel_state_sp as sequence_parallel_state
    import peft
    import torch
    import torch.distributed.run
    import torchao.float8  # noqa: F401  (loads here once, not in every case)
    import transformers
    import trl
    import trl.cli.accelerate_launcher
    import trl.cli.commands.training
    import trl.scripts.sft
    import yaml
    from accelerate.commands.config import config_args
    from accelerate.parallelism_config import ParallelismConfig
    from accelerate.state import AcceleratorState, GradientState
    from accelerate.utils import DummyScheduler
    from accelerate.utils.constants import DEEPSPEED_MULTINODE_LAUNCHERS
    from torch.distributed.elastic.agent.server import WorkerSpec
    from torch.distributed.elastic.rendezvous import RendezvousParameters, rendezvous_handler_registry
    from torch.distributed.elastic.rendezvous.registry import get_rendezvous_handler
    from torch.distributed.elastic.rendezvous.utils import parse_rendezvous_endpoint
    from transformers.integrations import deepspeed as hf_deepspeed
    from trl.cli.commands.base import CommandContext
    from trl.trainer.utils import get_peft_config, get_quantization_config

torch.set_num_threads(1)

STAGES = (
    "shell parse load validate prepare launcher arguments script adapter trainer optimizer zero-init deepspeed judge"
).split()


class Refused(Exception):
    """A real tool said no."""

    def __init__(self, stage, error):
        super().__init__(error)
        self.stage = stage
        self.error = error


def said(error):
    return " ".join(f"{type(error).__name__}: {error}".split())[:2000]


@contextlib.contextmanager
def stage(name):
    """What raises in here is a refusal by the tool that is called in here."""
    heard = io.StringIO()
    try:
        with contextlib.redirect_stderr(heard), contextlib.redirect_stdout(io.StringIO()):
            yield
    except Refused:
        raise
    except SystemExit as error:
        # argparse prints how it is used, and then what is wrong; for --help only the first.
        raise Refused(name, " ".join(heard.getvalue().split()).rpartition(" error: ")[2][-2000:]) from error
    except Exception as error:
        raise Refused(name, said(error)) from error


# --- The machine ---
# The files are for machines with GPUs, and the judge has none. Everything that is about the machine, not about what was
# written, is answered here, in one place, the way a machine of the planned kind would. Nothing else is replaced.


@dataclasses.dataclass
class Machine:
    gpus: int = 1
    capability: tuple = (9, 0)
    processes_started: bool = False


machine = Machine()


def pretend():
    # Torch: CUDA is there, with as many GPUs as the machine is planned to have.
    torch.cuda.is_available = lambda: True
    torch.cuda.device_count = lambda: machine.gpus
    torch.cuda.current_device = lambda: 0
    torch.cuda.set_device = lambda device: None
    torch.cuda.get_device_capability = lambda device=None: machine.capability
    torch.cuda.get_device_name = lambda device=None: "judged GPU"
    torch.cuda.is_bf16_supported = lambda including_emulation=True: including_emulation or machine.capability >= (8, 0)
    # Torch: the processes of the job have found one another. Their number is what the launcher would have started.
    torch.distributed.is_initialized = lambda: machine.processes_started
    torch.distributed.init_process_group = lambda *arguments, **named: None
    torch.distributed.get_world_size = lambda group=None: group.size if group else int(os.environ.get("WORLD_SIZE", 1))
    torch.distributed.get_rank = lambda group=None: int(os.environ.get("RANK", 0))
    torch.distributed.barrier = lambda *arguments, **named: None
    # DeepSpeed: the same, and one group of processes for sequence parallelism.
    deepspeed.comm.is_initialized = lambda: True
    deepspeed.comm.init_distributed = lambda *arguments, **named: None
    deepspeed.comm.get_world_size = torch.distributed.get_world_size
    deepspeed.comm.get_rank = torch.distributed.get_rank
    group = types.SimpleNamespace(size=1, group_name="sequence")

    def initialize_sequence_parallel(sequence_parallel_size):
        group.size = sequence_parallel_size

    sequence_parallel_state.initialize_sequence_parallel = initialize_sequence_parallel
    sequence_parallel_state.get_sequence_parallel_group = lambda: group
    sequence_parallel_state.get_sequence_parallel_world_size = lambda: group.size
    # DeepSpeed: its CPU optimizer is a C++ extension that would be compiled now.
    deepspeed.ops.adam.DeepSpeedCPUAdam = lambda parameters, **named: torch.optim.AdamW(parameters)
    # Accelerate: a mesh of processes needs the processes. The check of the sizes comes after it, and stays.
    ParallelismConfig.build_device_mesh = lambda self, device_type: None
    # Accelerate: pinning to cores, and the port of the first process being free on this very machine.
    accelerate.state.set_numa_affinity = lambda rank: None
    real_port_check = prepare.is_port_in_use

    def is_port_in_use(port=None):
        real_port_check(port)
        return False

    prepare.is_port_in_use = is_port_in_use
    # Accelerate: mpirun is installed where it is asked for.
    prepare._get_mpirun_args = lambda: ("mpirun", "--hostfile", "-n", "--npernode", "--bind-to")
    # Installed packages stay as they are while this runs; reading their metadata again is half of all time.
    importlib.metadata.version = functools.cache(importlib.metadata.version)
    importlib.metadata.metadata = functools.cache(importlib.metadata.metadata)
    # Accelerate: Megatron-LM is installed. Its plugin reads the section; what it builds from it needs the real thing.
    accelerate.accelerator.is_megatron_lm_available = lambda: True
    # fp8: the library of the chosen backend is installed. TransformerEngine and MS-AMP cannot be, without CUDA.
    prepare.is_fp8_available = lambda: True
    accelerate.state.is_fp8_available = lambda: True
    accelerate.utils.dataclasses.is_transformer_engine_available = lambda: True
    accelerate.accelerator.is_transformer_engine_available = lambda: True
    accelerate.accelerator.is_msamp_available = lambda: True
    accelerate.accelerator.apply_fp8_autowrap = lambda model, recipe: model
    msamp = types.ModuleType("msamp")
    msamp.deepspeed = types.SimpleNamespace(initialize=lambda *words, **named: deepspeed.initialize(*words, **named))
    sys.modules["msamp"] = msamp


# --- Before the workers ---


def through_shell(folder, env):
    """The words that `accelerate` would have been started with."""
    capture = folder / ".words"
    with stage("shell"):
        done = subprocess.run(
            ["bash", str(folder / "launch.sh")],
            cwd="/",
            env={**os.environ, **env, "PATH": f"{tools}:{os.environ['PATH']}", "JUDGE_WORDS": str(capture)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            raise Refused("shell", f"exit {done.returncode}: {' '.join(done.stderr.split())[-500:]}")
        if not capture.exists():
            raise Refused("shell", "launch.sh did not start accelerate")
    words = capture.read_bytes().decode().split("\0")[:-1]
    capture.unlink()
    return words


def loaded(config_file):
    """What _validate_launch_command calls to read the file: a stage of its own."""
    with stage("load"):
        return config_args.load_config_from_file(config_file)


def handed_on_by_trl(words):
    """What `trl sft` hands on to `accelerate launch`: its own arguments, those of its file, and the script's."""
    handed = []

    def launch_training_script(script_name, launch_args, training_script_args):
        handed.extend([*launch_args, f"trl/scripts/{script_name}", *training_script_args])

    kept = trl.cli.accelerate_launcher.launch_training_script
    trl.cli.accelerate_launcher.launch_training_script = launch_training_script
    try:
        with stage("arguments"):
            trl.cli.commands.training.TrainingCommand("sft").run(None, CommandContext(argv=words))
    finally:
        trl.cli.accelerate_launcher.launch_training_script = kept
    return handed


def launched(words):
    """`accelerate launch …` as the launcher sees it, up to the environment of the workers."""
    if words[:2] == ["trl", "sft"]:
        words = ["accelerate", "launch", *handed_on_by_trl(words[1:])]
    if words[:2] != ["accelerate", "launch"]:
        raise Refused("shell", f"not an accelerate launch command: {words[:3]}")
    with stage("parse"):
        arguments = parsers.launch.parse_args(words[2:])
    if arguments.config_file is None:
        raise Refused("parse", "no --config_file: Accelerate would take whatever default file the machine has")
    with stage("validate"):
        arguments, defaults, precision_from_file = launch._validate_launch_command(arguments)
    if arguments.gpu_ids not in (None, "all") and isinstance(arguments.gpu_ids, str):
        machine.gpus = len(arguments.gpu_ids.split(","))
    elif isinstance(arguments.num_processes, int) and isinstance(arguments.num_machines, int):
        machine.gpus = max(1, arguments.num_processes // max(1, arguments.num_machines))
    return arguments, defaults, precision_from_file


def workers_of(arguments, defaults, precision_from_file):
    """The environment of the first worker: (variables, words of the script, is it a module)."""
    if arguments.use_deepspeed and not arguments.cpu:
        # As launch_command does it, which does not return.
        with stage("validate"):
            fields = list(defaults.deepspeed_config.keys()) if defaults else []
            if precision_from_file:
                fields.append("mixed_precision")
            arguments.deepspeed_fields_from_accelerate_config = ",".join(fields)
        with stage("prepare"):
            command, variables = prepare.prepare_deepspeed_cmd_env(arguments)
        if arguments.num_machines > 1 and arguments.deepspeed_multinode_launcher != DEEPSPEED_MULTINODE_LAUNCHERS[1]:
            with stage("launcher"):
                told = deepspeed.launcher.runner.parse_args(command[1:])
                if told.include and told.exclude:
                    raise ValueError("include and exclude are mutually exclusive")
            # DeepSpeed counts the slots of the hosts; how many those are, the file means to say.
            all_processes = arguments.num_processes if isinstance(arguments.num_processes, int) else 16
            return {**variables, **ranks(all_processes, max(1, all_processes // arguments.num_machines))}
        return {**variables, **through_torchrun(arguments)}
    if (arguments.use_fsdp or arguments.use_megatron_lm or arguments.multi_gpu) and not arguments.cpu:
        with stage("prepare"):
            variables = prepare.prepare_multi_gpu_env(arguments)
        return {**variables, **through_torchrun(arguments)}
    if arguments.tpu and not arguments.cpu:
        with stage("prepare"):
            _, variables = prepare.prepare_tpu(arguments, {}, arguments.tpu_use_cluster)
        return {**os.environ, **variables}
    with stage("prepare"):
        _, variables = prepare.prepare_simple_launcher_cmd_env(arguments)
    if arguments.mpirun_hostfile is not None:
        # mpirun is not here, and it opens this file before anything else.
        with stage("launcher"), open(arguments.mpirun_hostfile):
            pass
    return variables


def ranks(world, on_this_machine):
    return {
        "RANK": "0",
        "LOCAL_RANK": "0",
        "WORLD_SIZE": str(world),
        "LOCAL_WORLD_SIZE": str(on_this_machine),
    }


def through_torchrun(arguments):
    with stage("launcher"):
        told = launch._filter_args(
            arguments,
            torch.distributed.run.get_args_parser(),
            ["--training_script", arguments.training_script, "--training_script_args", arguments.training_script_args],
        )
        kept = dict(os.environ)
        try:
            config, entrypoint, words = torch.distributed.run.config_from_args(told)
        finally:
            os.environ.clear()
            os.environ.update(kept)
        shutil.rmtree(getattr(config.logs_specs, "_root_log_dir", None) or "/nonexistent", ignore_errors=True)
        meeting = RendezvousParameters(
            backend=config.rdzv_backend,
            endpoint=config.rdzv_endpoint,
            run_id=config.run_id,
            min_nodes=config.min_nodes,
            max_nodes=config.max_nodes,
            local_addr=config.local_addr,
            **config.rdzv_configs,
        )
        if config.rdzv_backend == "static":
            get_rendezvous_handler(meeting)
        elif config.rdzv_backend not in rendezvous_handler_registry._registry:
            get_rendezvous_handler(meeting)
        else:
            # Any other backend opens a connection when it is made; its address is read the same way.
            parse_rendezvous_endpoint(config.rdzv_endpoint, 29400)
        # The two mistakes that the launchers cannot see, because they only show when the machines wait for one another.
        if config.max_nodes > 1 and arguments.main_process_ip is None:
            raise ValueError(f"the machines are to meet at {config.rdzv_endpoint}: there is no main_process_ip")
        if config.rdzv_backend == "static" and not 0 <= int(config.rdzv_configs["rank"]) < config.max_nodes:
            raise ValueError(f"machine_rank {config.rdzv_configs['rank']} of {config.max_nodes} machines")
        WorkerSpec(
            role=config.role,
            local_world_size=config.nproc_per_node,
            rdzv_handler=None,
            entrypoint=entrypoint,
            args=tuple(words),
            max_restarts=config.max_restarts,
            monitor_interval=config.monitor_interval,
        )
    return ranks(config.nproc_per_node * config.max_nodes, config.nproc_per_node)


# --- The script ---


@dataclasses.dataclass
class OwnScript:
    """What a script of one's own must take beside TrainingArguments and TRL's ModelConfig, as launch.sh passes it."""

    max_length: int | None = None
    packing: bool = False
    dataset_name: str | None = None
    lora_bias: str = dataclasses.field(default="none", metadata={"choices": ["none", "all", "lora_only"]})
    lora_init_lora_weights: str = "true"


# The arguments of the MLPerf reference's scripts/train.py with their types and defaults
# (https://github.com/mlcommons/training/blob/0124d21/llama2_70b_lora/scripts/train.py, read 2026-11-24).
MLPERF = {
    "local_rank": (int, -1),
    "per_device_train_batch_size": (int, 1),
    "per_device_eval_batch_size": (int, 1),
    "gradient_accumulation_steps": (int, 1),
    "learning_rate": (float, 2e-4),
    "max_grad_norm": (float, 0.0),
    "weight_decay": (float, 0.001),
    "lora_alpha": (int, 32),
    "lora_dropout": (float, 0.1),
    "lora_r": (int, 16),
    "lora_target_modules": (str, None),
    "max_seq_length": (int, 8192),
    "model_path": (str, "./llama-v2-fused-qkv"),
    "model_config_path": (str, None),
    "dataset_path": (str, "./dataset.npy"),
    "config_path": (str, "./configs/default_config.yaml"),
    "num_train_epochs": (int, 1),
    "fp16": (bool, False),
    "bf16": (bool, False),
    "gradient_checkpointing": (bool, True),
    "optim": (str, "adamw_torch"),
    "lr_scheduler_type": (str, "cosine"),
    "max_steps": (int, -1),
    "warmup_ratio": (float, 0.03),
    "save_steps": (int, 10),
    "eval_steps": (int, 22),
    "logging_steps": (int, 10),
    "target_eval_loss": (float, 0.92),
    "output_dir": (str, "results"),
    "use_flash_attn": (bool, True),
    "use_peft_lora": (bool, True),
    "use_gradient_checkpointing": (bool, True),
    "push_to_hub": (bool, False),
    "num_workers": (int, 4),
    "debug": (bool, False),
    "dataset_config_name": (str, "gov_report"),
    "hub_model_id": (str, None),
    "seed": (int, 42),
}
MlperfArguments = dataclasses.make_dataclass(
    "MlperfArguments",
    [(name, kind | None, dataclasses.field(default=default)) for name, (kind, default) in MLPERF.items()],
)


def mlperf_script(words):
    """What scripts/train.py makes of its arguments, under today's names (a warm-up ratio is `warmup_steps` below 1)."""
    with stage("arguments"):
        (own,) = parsers.mlperf.parse_args_into_dataclasses(args=words)
        training = transformers.TrainingArguments(
            output_dir=own.output_dir,
            per_device_train_batch_size=own.per_device_train_batch_size,
            per_device_eval_batch_size=own.per_device_eval_batch_size,
            gradient_accumulation_steps=own.gradient_accumulation_steps,
            optim=own.optim,
            learning_rate=own.learning_rate,
            fp16=own.fp16,
            bf16=own.bf16,
            max_grad_norm=own.max_grad_norm,
            weight_decay=own.weight_decay,
            warmup_steps=own.warmup_ratio,
            lr_scheduler_type=own.lr_scheduler_type,
            num_train_epochs=own.num_train_epochs,
            eval_strategy="steps",
            save_strategy="no",
            max_steps=own.max_steps,
            eval_steps=own.eval_steps,
            eval_delay=own.eval_steps,
            save_steps=own.save_steps,
            logging_steps=own.logging_steps,
            push_to_hub=own.push_to_hub,
            gradient_checkpointing=own.use_gradient_checkpointing,
            hub_model_id=own.hub_model_id,
            report_to="none",
            seed=own.seed,
        )
    adapter = None
    with stage("adapter"):
        if own.use_peft_lora:
            adapter = peft.LoraConfig(
                r=own.lora_r,
                lora_alpha=own.lora_alpha,
                lora_dropout=own.lora_dropout,
                bias="none",
                task_type="CAUSAL_LM",
                target_modules=None if own.lora_target_modules is None else own.lora_target_modules.split(","),
            )
    return training, adapter


class Reached(Exception):
    """The script has come as far as its Trainer."""


def is_generated(dialect, script, words):
    """Whether the script is the train.py that lora-wizard writes: only its launch.sh passes TRL's arguments to a file of that name."""
    if script != "train.py" or "--config" in words:
        return False
    return dialect == "trl" or "--assistant_only_loss" in words


def generated_script(words):
    """The train.py that lora-wizard writes: its own parser, and its own way to PEFT's configuration."""
    with stage("arguments"):
        _, training, model, adapter = parsers.generated.parse_args_and_config(words)
    with stage("script"):
        get_quantization_config(model)
    with stage("adapter"):
        return training, generated.adapter_config(model, adapter), model.attn_implementation


def trl_script(words, module):
    """trl.scripts.sft itself, with the data set and the Trainer's weights taken out; or a script with its arguments."""
    with stage("arguments"):
        # A file given with --config changes the parser's defaults for good, so it gets a parser of its own.
        parser = trl.scripts.sft.make_parser() if "--config" in words else parsers.trl
        # The script itself lets pass what its file says beside its arguments; a script of one's own is stricter.
        script, training, model, mixture = parser.parse_args_and_config(words, fail_with_unknown_args=not module)
    if not module:
        # A script of one's own with TRL's arguments.
        with stage("script"):
            get_quantization_config(model)
        with stage("adapter"):
            return training, get_peft_config(model), model.attn_implementation
    reached = {}

    class Trainer:
        def __init__(self, **named):
            reached.update(named)
            raise Reached

    class Split(dict):
        def __missing__(self, name):
            return []

    import datasets

    kept = (trl.SFTTrainer, datasets.load_dataset, trl.get_dataset)
    trl.SFTTrainer, datasets.load_dataset, trl.get_dataset = Trainer, lambda *a, **n: Split(), lambda *a: Split()
    try:
        with stage("script"):
            try:
                trl.scripts.sft.main(script, training, model, mixture)
            except Reached:
                pass
    finally:
        trl.SFTTrainer, datasets.load_dataset, trl.get_dataset = kept
    if not reached:
        raise RuntimeError("trl.scripts.sft did not come to its Trainer")
    return training, reached["peft_config"], model.attn_implementation


def own_script(words):
    with stage("arguments"):
        training, model, own = parsers.trainer.parse_args_into_dataclasses(args=words)
    with stage("script"):
        get_quantization_config(model)
    adapter = None
    with stage("adapter"):
        if model.use_peft:
            init = {"true": True, "false": False}.get(own.lora_init_lora_weights, own.lora_init_lora_weights)
            given = get_peft_config(model).to_dict()
            adapter = peft.LoraConfig(
                **{
                    **{
                        name: given[name]
                        for name in ("r", "lora_alpha", "lora_dropout", "target_modules", "use_rslora")
                    },
                    **{name: given[name] for name in ("use_dora", "modules_to_save", "task_type")},
                    "bias": own.lora_bias,
                    "init_lora_weights": init,
                }
            )
    return training, adapter, model.attn_implementation


def loaded_adapter():
    """PEFT loads adapter_config.json and puts the adapter into a narrow Llama of ten layers."""
    with stage("load"):
        # As PeftModel.from_pretrained does it.
        adapter = peft.PEFT_TYPE_TO_CONFIG_MAPPING[peft.PeftConfig._get_peft_type(".")].from_pretrained(".")
    with stage("adapter"):
        if type(adapter) is not peft.LoraConfig:
            return
        config = transformers.LlamaConfig(
            hidden_size=32,
            intermediate_size=32,
            num_hidden_layers=10,
            num_attention_heads=2,
            num_key_value_heads=2,
            vocab_size=32,
            tie_word_embeddings=False,
        )
        if str(adapter.init_lora_weights).startswith(("eva", "corda", "lora_ga")):
            # These begin from data; PEFT has its say on everything else.
            adapter.init_lora_weights = True
        if isinstance(adapter.megatron_config, dict):
            # Megatron is not installed here.
            adapter.megatron_config = None
        peft.get_peft_model(transformers.LlamaForCausalLM(config), adapter)


def place(adapter):
    """PEFT puts the adapter into a model of one layer that has the modules it asks for."""
    with stage("adapter"):
        targets = adapter.target_modules
        named = [] if targets in (None, "all-linear") else [targets] if isinstance(targets, str) else list(targets)
        model = torch.nn.Module()
        # A real model has more linear modules than those that are saved as a whole.
        for name in sorted({*named, *(adapter.modules_to_save or []), "judged_proj"}):
            here = model
            *path, last = name.split(".")
            for part in path:
                if not hasattr(here, part):
                    here.add_module(part, torch.nn.Module())
                here = getattr(here, part)
            here.add_module(last, torch.nn.Linear(8, 8))
        if targets in (None, "all-linear"):
            # Only a whole Transformers model says which of its modules those are, and PEFT knows them by its family.
            adapter.target_modules = ["judged_proj"]
        if str(adapter.init_lora_weights).startswith(("pissa", "olora", "eva", "corda", "loftq", "lora_ga")):
            # These ways to begin decompose the real weights; PEFT has its say on everything else.
            adapter.init_lora_weights = True
        peft.inject_adapter_in_model(adapter, model)


# --- The worker ---


class Model(torch.nn.Module):
    """As much of a model as configuration asks of one."""

    def __init__(self, facts):
        super().__init__()
        # Of a model that nobody described, any number of heads can be; it is one that can be shared out.
        heads = facts.get("heads", 8 * int(os.environ.get("PARALLELISM_CONFIG_SP_SIZE", "1")))
        hidden = facts.get("hidden", heads * 16)
        self.layer = torch.nn.Linear(2, 2)
        # Whether the model has layers of these classes is not known here; whether a class can be called so, is.
        for name in filter(str.isidentifier, os.environ.get("ACCELERATE_DEEPSPEED_MOE_LAYER_CLS_NAMES", "").split(",")):
            self.add_module(f"experts_{name}", type(name, (torch.nn.Module,), {})())
        self.config = transformers.LlamaConfig(
            hidden_size=hidden, num_attention_heads=heads, num_key_value_heads=facts.get("kv_heads", heads)
        )
        if facts.get("attention"):
            self.config._attn_implementation = facts["attention"]


def work(training, facts):
    """What a Trainer does before the first step."""
    trainer = transformers.Trainer.__new__(transformers.Trainer)
    trainer.args = training
    trainer.model = Model(facts)
    trainer.deepspeed = None
    trainer.optimizer = None
    trainer.optimizer_cls_and_kwargs = None
    trainer.lr_scheduler = None
    if hf_deepspeed.is_deepspeed_zero3_enabled():
        with stage("zero-init"):
            deepspeed.runtime.config.DeepSpeedConfig(hf_deepspeed.deepspeed_config())
    with stage("trainer"):
        trainer.create_accelerator_and_postprocess()
        steps = training.max_steps if training.max_steps > 0 else 1000
    with stage("optimizer"):
        kind, named = transformers.Trainer.get_optimizer_cls_and_kwargs(training, trainer.model)
        optimizer = kind(trainer.model.parameters(), **named)
        trainer.create_scheduler(num_training_steps=steps, optimizer=optimizer)
    if trainer.is_deepspeed_enabled:
        read = []

        def initialize(model=None, config_params=None, mpu=None, **named):
            read.append(deepspeed.runtime.config.DeepSpeedConfig(config_params, mpu))
            raise Reached

        attention = transformers.modeling_utils.ALL_ATTENTION_FUNCTIONS
        kept = (deepspeed.initialize, dict(attention._local_mapping))
        deepspeed.initialize = initialize
        try:
            with stage("deepspeed"):
                # As the Trainer does it (_prepare_for_training): what the file says of an optimizer or a schedule counts.
                trainer.lr_scheduler = None
                optimizer, schedule = hf_deepspeed.deepspeed_init(trainer, num_training_steps=steps)
                try:
                    if isinstance(schedule, DummyScheduler):
                        trainer.accelerator._prepare_deepspeed(trainer.model, optimizer, schedule)
                    else:
                        trainer.accelerator._prepare_deepspeed(trainer.model, optimizer)
                except Reached:
                    pass
        finally:
            deepspeed.initialize = kept[0]
            attention._local_mapping.clear()
            attention._local_mapping.update(kept[1])
        if not read:
            raise RuntimeError("Accelerate did not come to DeepSpeed")


# --- One case ---


def forget():
    AcceleratorState._reset_state(True)
    GradientState._reset_state()
    hf_deepspeed.unset_hf_deepspeed_config()
    machine.__init__()
    transformers.utils.is_torch_bf16_gpu_available.cache_clear()


def take(case, folder):
    for path, text in case["files"].items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, str):
            target.write_bytes(text.encode())
        else:
            target.write_bytes(base64.b64decode(text["base64"]))
    os.chdir(folder)
    opened.clear()
    if case.get("dialect") == "adapter":
        loaded_adapter()
        return
    env = case.get("env", {})
    os.environ.update(env)
    words = case.get("command") or through_shell(folder, env)
    arguments, defaults, precision_from_file = launched(words)
    if "capability" in case.get("machine", {}):
        machine.capability = tuple(case["machine"]["capability"])
    variables = workers_of(arguments, defaults, precision_from_file)
    os.environ.clear()
    # Only texts can be handed to another process.
    with stage("launcher"):
        os.environ.update(variables)
    machine.processes_started = "LOCAL_RANK" in variables
    script_words = arguments.training_script_args
    # TRL's script has its own parser, whatever the arguments were written for.
    module = arguments.training_script in ("trl.scripts.sft", "trl/scripts/sft.py")
    dialect = "trl" if module else case.get("dialect", "trainer")
    facts = dict(case.get("model", {}))
    if dialect == "mlperf":
        training, adapter = mlperf_script(script_words)
    elif is_generated(dialect, arguments.training_script, script_words):
        training, adapter, attention = generated_script(script_words)
        facts.setdefault("attention", attention)
    elif dialect == "trl":
        training, adapter, attention = trl_script(script_words, module)
        facts.setdefault("attention", attention)
    else:
        training, adapter, attention = own_script(script_words)
        facts.setdefault("attention", attention)
    if adapter is not None:
        place(adapter)
    work(training, facts)


def flat(value, path=""):
    if isinstance(value, dict) and value:
        found = {}
        for key, inner in value.items():
            found.update(flat(inner, f"{path}.{key}" if path else str(key)))
        return found
    return {path: repr(value)}


def meanings(folder, files):
    """What Python reads from each file; of one that it cannot read, nothing."""
    found = {}
    for path in files:
        with contextlib.suppress(Exception):
            text = (folder / path).read_bytes()
            if path.endswith((".yaml", ".yml")):
                found[path] = flat(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
            elif path.endswith(".json"):
                found[path] = flat(json.loads(text.decode("utf-8-sig")))
    return found


opened = set()


def notice(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.add(os.path.basename(arguments[0]))


def judge(case):
    folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    opened.clear()
    kept = dict(os.environ)
    verdict = {"id": case["id"], "accepted": True, "stage": None, "error": None}
    try:
        take(case, folder)
    except Refused as refused:
        verdict.update(accepted=False, stage=refused.stage, error=refused.error)
    except BaseException as error:  # noqa: BLE001  (a mistake of the judge must show, not stop the batch)
        import traceback

        verdict.update(accepted=False, stage="judge", error=said(error) + " | " + traceback.format_exc()[-1500:])
    finally:
        os.environ.clear()
        os.environ.update(kept)
        os.chdir("/")
        forget()
        if case.get("meaning"):
            verdict["opened"] = [path for path in case["files"] if path in opened]
            verdict["meaning"] = meanings(folder, case["files"])
        shutil.rmtree(folder, ignore_errors=True)
    return verdict


scratch = None
tools = None
parsers = types.SimpleNamespace()
# The train.py that lora-wizard writes, as a module.
generated = None


def ready():
    """Once, before the pool: patched, parsers built, a stand-in for `accelerate` that only writes its words down."""
    global scratch, tools, generated
    pretend()
    place = pathlib.Path(__file__).parents[2] / "shared" / "emitters" / "train.py"
    spec = importlib.util.spec_from_file_location("generated_train", place)
    generated = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[spec.name] = generated
    spec.loader.exec_module(generated)
    sys.addaudithook(notice)
    launch.load_config_from_file = loaded
    parsers.launch = launch.launch_command_parser()
    parsers.trl = trl.scripts.sft.make_parser()
    parsers.generated = trl.TrlParser((generated.Data, trl.SFTConfig, trl.ModelConfig, generated.Adapter))
    parsers.trainer = transformers.HfArgumentParser((transformers.TrainingArguments, trl.ModelConfig, OwnScript))
    parsers.mlperf = transformers.HfArgumentParser(MlperfArguments)
    scratch = tempfile.mkdtemp(prefix="lora-wizard-judge-")
    tools = os.path.join(scratch, "bin")
    os.mkdir(tools)
    stand_in = pathlib.Path(tools, "accelerate")
    stand_in.write_text('#!/bin/sh\nprintf "%s\\0" accelerate "$@" > "$JUDGE_WORDS"\n')
    stand_in.chmod(0o755)


@contextlib.contextmanager
def judges(workers=2):
    """A function that takes cases and gives their verdicts, in the same order, as they come."""
    ready()
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            yield lambda cases: pool.imap(judge, cases, chunksize=8)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main():
    """Batches of cases, each ended by an empty line, until the input ends; the verdicts come back the same way."""
    out = sys.stdout
    # Only verdicts may stand there; what a tool prints belongs to the other stream.
    sys.stdout = sys.stderr
    with judges() as verdicts_of:
        batch = []
        for line in sys.stdin:
            if line.strip():
                batch.append(json.loads(line))
                continue
            for verdict in verdicts_of(batch):
                out.write(json.dumps(verdict) + "\n")
            out.write("\n")
            out.flush()
            batch = []


if __name__ == "__main__":
    main()
