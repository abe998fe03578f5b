"""Proves that the judge can say no: configurations written by hand, each with who must refuse it and in which words.

The mistakes are those that Accelerate 1.15.0, DeepSpeed 0.19.8, Transformers 5.24.0, PEFT 0.21.2 and TRL 1.16.0 refuse;
the expected words are parts of their own messages. The sound ones beside them differ in as little as can be.
"""

import json
import sys

import yaml

import judge_accelerate
import judge_load

ONE = """\
compute_environment: LOCAL_MACHINE
distributed_type: 'NO'
mixed_precision: bf16
num_machines: 1
num_processes: 1
"""
DDP = ONE.replace("'NO'", "MULTI_GPU").replace("num_processes: 1", "num_processes: 8")
ZERO3 = """\
compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
mixed_precision: bf16
num_machines: 1
num_processes: 8
deepspeed_config:
  zero_stage: 3
  offload_optimizer_device: none
  offload_param_device: none
  zero3_init_flag: true
  zero3_save_16bit_model: true
  gradient_accumulation_steps: 1
  gradient_clipping: 0.3
"""
TWO_MACHINES = (
    ZERO3.replace(
        "num_machines: 1", "num_machines: 2\nmachine_rank: 0\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500"
    ).replace("num_processes: 8", "num_processes: 16")
    + "  deepspeed_multinode_launcher: standard\n"
)
JSON_FILE = """\
compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
num_machines: 1
num_processes: 8
deepspeed_config:
  deepspeed_config_file: ds_config.json
  zero3_init_flag: true
"""
DS = {
    "zero_optimization": {"stage": 3, "stage3_gather_16bit_weights_on_model_save": True},
    "bf16": {"enabled": True},
    "gradient_clipping": 0.3,
    "gradient_accumulation_steps": 1,
    "train_micro_batch_size_per_gpu": "auto",
    "train_batch_size": "auto",
}
FSDP2 = """\
compute_environment: LOCAL_MACHINE
distributed_type: FSDP
mixed_precision: bf16
num_machines: 1
num_processes: 8
fsdp_config:
  fsdp_version: 2
  fsdp_reshard_after_forward: true
  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
  fsdp_state_dict_type: SHARDED_STATE_DICT
  fsdp_cpu_ram_efficient_loading: true
"""
FSDP1 = """\
compute_environment: LOCAL_MACHINE
distributed_type: FSDP
mixed_precision: bf16
num_machines: 1
num_processes: 8
fsdp_config:
  fsdp_version: 1
  fsdp_sharding_strategy: FULL_SHARD
  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
  fsdp_backward_prefetch: BACKWARD_PRE
  fsdp_state_dict_type: FULL_STATE_DICT
  fsdp_use_orig_params: true
  fsdp_cpu_ram_efficient_loading: true
  fsdp_sync_module_states: true
"""


def parallel(**sizes):
    return (
        FSDP2
        + "parallelism_config:\n"
        + "".join(f"  parallelism_config_{name}: {size}\n" for name, size in sizes.items())
    )


def fp8(text, **settings):
    text = text.replace("mixed_precision: bf16", "mixed_precision: fp8")
    return text + "fp8_config:\n" + "".join(f"  {name}: {value}\n" for name, value in settings.items())


LAUNCH = ["accelerate", "launch", "--config_file", "accelerate.yaml"]
ADAPTER = ["--use_peft", "True", "--lora_r", "16", "--lora_alpha", "32", "--lora_target_modules", "q_proj", "v_proj"]
COMMON = ["--model_name_or_path", "m", "--output_dir", "out", "--bf16", "True", "--max_grad_norm", "0.3", *ADAPTER]
OWN = ["train.py", "--max_length", "2048", "--dataset_name", "d", *COMMON]
TRL = ["-m", "trl.scripts.sft", "--max_length", "2048", "--dataset_name", "d", *COMMON]
MLPERF = ["scripts/train.py", "--bf16", "True", "--max_grad_norm", "0.3", "--max_seq_len", "8192", "--use_flash_attn"]
MLPERF += ["--lora_target_modules", "qkv_proj,o_proj", "--max_steps", "1024", "--warmup_ratio", "0", "--lora_r", "16"]

good, bad = [], []


def case(into, name, text, words=OWN, flags=(), stage=None, error=None, files=None, **more):
    into.append(
        {
            "id": name,
            "files": {"accelerate.yaml": text, **(files or {})},
            "command": [*LAUNCH, *flags, *words],
            "stage": stage,
            "error": error,
            **more,
        }
    )


def accepts(name, text, words=OWN, flags=(), **more):
    case(good, name, text, words, flags, **more)


def refuses(stage, error, name, text, words=OWN, flags=(), **more):
    case(bad, name, text, words, flags, stage, error, **more)


def change(text, *pairs):
    for old, new in pairs:
        assert old in text, (old, text)
        text = text.replace(old, new)
    return text


def without(words, name):
    place = words.index(name)
    return [*words[:place], *words[place + 2 :]]


def shell(text):
    return {"launch.sh": f'#!/usr/bin/env bash\nset -euo pipefail\ncd "$(dirname "$0")"\n{text}\n'}


# --- Sound ---
accepts("one GPU", ONE)
accepts("eight GPUs, every one with the whole model", DDP)
accepts("ZeRO-3 and a script of one's own", ZERO3)
accepts("ZeRO-3 and trl sft", ZERO3, TRL)
accepts("ZeRO-3 and the MLPerf script", ZERO3, MLPERF, dialect="mlperf")
accepts(
    "ZeRO-2", change(ZERO3, ("zero_stage: 3", "zero_stage: 2"), ("zero3_init_flag: true", "zero3_init_flag: false"))
)
accepts("ZeRO-3 with offload", change(ZERO3, ("device: none", "device: cpu")))
accepts("clipping left to the Trainer", change(ZERO3, ("gradient_clipping: 0.3", "gradient_clipping: auto")))
accepts("a JSON for DeepSpeed", JSON_FILE, files={"ds_config.json": json.dumps(DS)})
accepts("two machines, standard launcher", TWO_MACHINES)
accepts(
    "two machines, pdsh", change(TWO_MACHINES, ("launcher: standard", "launcher: pdsh\n  deepspeed_hostfile: hosts"))
)
accepts("FSDP2", FSDP2)
accepts("FSDP1", FSDP1)
accepts("FSDP2 with 4 × 2 processes", parallel(dp_shard_size=4, dp_replicate_size=2))
accepts("FSDP2 with context parallelism", parallel(dp_shard_size=4, cp_size=2))
SEQUENCE = ZERO3 + "parallelism_config:\n  parallelism_config_sp_size: 4\n  parallelism_config_dp_shard_size: 2\n"
accepts("DeepSpeed with sequence parallelism", SEQUENCE)
accepts("fp8 by TransformerEngine", fp8(DDP, backend="TE", fp8_format="HYBRID"), without(OWN, "--bf16"))
accepts("fp8 by torchao", fp8(change(FSDP2, ("loading: true", "loading: false")), backend="AO"), without(OWN, "--bf16"))
accepts("compiled", DDP + "dynamo_config:\n  dynamo_backend: INDUCTOR\n  dynamo_mode: max-autotune\n")
accepts("bf16 on a GPU that emulates it", ONE, machine={"capability": [7, 0]})
accepts("4-bit weights", ONE, [*TRL, "--load_in_4bit", "True", "--dtype", "bfloat16", "--use_bnb_nested_quant", "True"])
accepts("fp16", change(ZERO3, ("bf16", "fp16")), [*without(OWN, "--bf16"), "--fp16", "True"])
accepts(
    "through a real shell",
    ZERO3,
    command=None,
    files=shell("exec accelerate launch --config_file accelerate.yaml \\\n  " + " ".join(OWN)),
)
accepts(
    "the second of two machines, told by a variable",
    TWO_MACHINES,
    command=None,
    env={"NODE_RANK": "1"},
    files=shell(
        'exec accelerate launch --config_file accelerate.yaml --machine_rank "${NODE_RANK:-0}" ' + " ".join(OWN)
    ),
)

# --- The shell ---
refuses("shell", "exit 127", "the shell finds no program", ZERO3, command=None, files=shell("accelerat launch"))
refuses("shell", "exit 2", "a quote that is never closed", ZERO3, command=None, files=shell("accelerate launch 'a b"))
refuses("shell", "did not start accelerate", "nothing is started", ZERO3, command=None, files=shell("echo nothing"))
refuses(
    "shell",
    "unbound variable",
    "a variable nobody sets",
    ZERO3,
    command=None,
    files=shell("accelerate launch $RANK_OF"),
)
refuses(
    "parse",
    "invalid int value: 'x'",
    "the shell hands on what is no number",
    ZERO3,
    command=None,
    env={"NODE_RANK": "x"},
    files=shell('accelerate launch --config_file accelerate.yaml --machine_rank "${NODE_RANK:-0}" train.py'),
)

# --- The launcher's flags ---
refuses("parse", "invalid choice: 'half'", "a precision that is none", ZERO3, flags=["--mixed_precision", "half"])
refuses("parse", "training_script", "no script", ZERO3, words=[])
refuses("parse", "no --config_file", "no file named", ZERO3, command=["accelerate", "launch", *OWN])
refuses("parse", "invalid int value", "a number of machines that is none", ZERO3, flags=["--num_machines", "two"])

# --- The file ---
refuses(
    "load",
    "A `distributed_type` must be specified",
    "no distributed_type",
    change(ONE, ("distributed_type: 'NO'\n", "")),
)
refuses("load", "unknown keys (['gradient_cliping'])", "an unknown key", ZERO3 + "gradient_cliping: 1.0\n")
refuses(
    "load",
    "'FSDP2' is not a valid DistributedType",
    "a type that is none",
    change(FSDP2, ("type: FSDP", "type: FSDP2")),
)
refuses("load", "is not a valid DistributedType", "a type in lower case", change(ZERO3, ("DEEPSPEED", "deepspeed")))
refuses("load", "unknown keys", "an environment that is none", change(ZERO3, ("LOCAL_MACHINE", "LOCAL")))
refuses("load", "'NoneType' object has no attribute 'get'", "an empty file", "")
refuses("load", "'list' object has no attribute 'get'", "a list", "- a\n- b\n")
refuses("load", "cannot start any token", "a tab", ZERO3 + "\tdebug: false\n")
refuses(
    "load",
    "FileNotFoundError",
    "a file that is not there",
    ZERO3,
    command=["accelerate", "launch", "--config_file", "x.yaml", *OWN],
)
refuses(
    "load",
    "mapping values are not allowed",
    "a colon too many",
    change(ZERO3, ("mixed_precision: bf16", "mixed_precision: bf16: no")),
)

# --- Filled in from it ---
refuses("validate", "manually pass in `--num_processes`", "no num_processes", change(ZERO3, ("num_processes: 8\n", "")))
refuses("validate", "Less than two GPU ids", "one GPU for several processes", DDP + "gpu_ids: '0'\n")
refuses("validate", "'int' object has no attribute 'split'", "gpu_ids as a number", DDP + "gpu_ids: 0\n")
refuses("validate", "You can only use one of", "two ways at once", ZERO3, flags=["--multi_gpu", "--use_deepspeed"])
refuses(
    "validate", "at least 2 processes", "one process of several", ONE, flags=["--multi_gpu", "--num_processes", "1"]
)
refuses("validate", "without `--use_fsdp`", "parallelism without FSDP", DDP, flags=["--use_parallelism_config"])

# --- The environment of the workers ---
refuses("prepare", "'bool' object has no attribute 'lower'", "an unquoted no", change(ZERO3, ("bf16", "no")))
refuses("prepare", "Unknown mixed_precision mode: fp32", "a precision of another tool", change(ZERO3, ("bf16", "fp32")))
refuses(
    "prepare", "Unknown dynamo backend", "a compiler that is none", DDP + "dynamo_config:\n  dynamo_backend: TRITON\n"
)
refuses(
    "prepare", "'bool' object has no attribute 'upper'", "the old dynamo key, unquoted", DDP + "dynamo_backend: NO\n"
)
refuses(
    "prepare",
    "set `--fsdp_sync_module_states` to `True`",
    "efficient loading that does not share what it loads",
    change(FSDP1, ("sync_module_states: true", "sync_module_states: false")),
)
refuses(
    "prepare",
    "'bool' object is not subscriptable",
    "one answer where three are asked",
    fp8(DDP, backend="TE", override_linear_precision="false"),
    without(OWN, "--bf16"),
)
refuses("prepare", "port must be 0-65535", "a port beyond the last", change(TWO_MACHINES, ("29500", "70000")))
refuses(
    "prepare",
    "'str' object cannot be interpreted as an integer",
    "a port in quotes",
    change(TWO_MACHINES, ("29500", "'29500'")),
)
refuses("prepare", "--module and --no_python", "no Python, and a module", ZERO3, TRL, ["--no_python"])
refuses(
    "prepare",
    "need to specify the main process IP",
    "two machines, one process each, and no address",
    change(ONE, ("num_machines: 1", "num_machines: 2")),
)

# --- The launcher ---
refuses(
    "launcher",
    "there is no main_process_ip",
    "two machines without a place to meet",
    change(TWO_MACHINES, ("main_process_ip: 10.0.0.1\n", "")),
)
refuses(
    "launcher",
    "machine_rank 2 of 2 machines",
    "a machine too many",
    change(TWO_MACHINES, ("machine_rank: 0", "machine_rank: 2")),
)
refuses(
    "launcher",
    "AssertionError",
    "fewer processes than machines",
    change(TWO_MACHINES, ("num_processes: 16", "num_processes: 1")),
)
refuses(
    "launcher",
    "Unsupported nproc_per_node value: many",
    "a number of processes that is none",
    change(DDP, ("num_processes: 8", "num_processes: many")),
)
refuses("launcher", "rendezvous backend", "a meeting place nobody knows", DDP, flags=["--rdzv_backend", "postbox"])

# --- The arguments ---
refuses("arguments", "['--max_grad_nrom', '1']", "a mistyped argument", ZERO3, [*OWN, "--max_grad_nrom", "1"])
refuses("arguments", "'--warmup_ratio'", "an argument of an older release", ZERO3, [*OWN, "--warmup_ratio", "0.03"])
refuses("arguments", "'--max_seq_length'", "an argument of an older TRL", ZERO3, [*TRL, "--max_seq_length", "2048"])
refuses(
    "arguments",
    "'--warmup_steps'",
    "an argument the MLPerf script has not",
    ZERO3,
    [*MLPERF, "--warmup_steps", "10"],
    dialect="mlperf",
)
refuses(
    "arguments",
    "invalid float value: 'fast'",
    "a learning rate that is no number",
    ZERO3,
    [*OWN, "--learning_rate", "fast"],
)
refuses("arguments", "invalid int value: '1.5'", "half a step", ZERO3, [*OWN, "--gradient_accumulation_steps", "1.5"])
refuses(
    "arguments", "invalid choice: 'cosin'", "a schedule that is none", ZERO3, [*OWN, "--lr_scheduler_type", "cosin"]
)
refuses("arguments", "invalid choice: 'adam'", "an optimizer that is none", ZERO3, [*OWN, "--optim", "adam"])
refuses("arguments", "At most one of fp16 and bf16", "two precisions", ZERO3, [*OWN, "--fp16", "True"])
refuses(
    "arguments", "requires non-zero --logging_steps", "logging every 0 steps", ZERO3, [*OWN, "--logging_steps", "0"]
)
refuses(
    "arguments",
    "requires an eval strategy",
    "waiting for a plateau nobody measures",
    ZERO3,
    [*OWN, "--lr_scheduler_type", "reduce_lr_on_plateau"],
)
refuses("arguments", "invalid choice: 'bf16'", "a type under Accelerate's name", ZERO3, [*OWN, "--dtype", "bf16"])
refuses(
    "arguments",
    "8 bit and 4 bit precision",
    "two widths",
    ONE,
    [*TRL, "--load_in_4bit", "True", "--load_in_8bit", "True"],
)
refuses(
    "script",
    "Either `datasets` or `dataset_name` must be provided",
    "trl sft without data",
    ZERO3,
    without(TRL, "--dataset_name"),
)

refuses(
    "arguments",
    "'--use_peft_lora'",
    "the MLPerf script's arguments for TRL's script",
    ZERO3,
    ["-m", "trl.scripts.sft", *MLPERF[1:], "--use_peft_lora", "True"],
    dialect="mlperf",
)

# --- Plugins, as every worker builds them ---
refuses(
    "arguments",
    "When using `deepspeed_config_file`",
    "a JSON, and the same in the file",
    JSON_FILE + "  zero_stage: 3\n",
    files={"ds_config.json": json.dumps(DS)},
)
refuses(
    "arguments",
    "When using `deepspeed_config_file`",
    "a JSON, and a precision",
    JSON_FILE + "mixed_precision: 'no'\n",
    files={"ds_config.json": json.dumps(DS)},
)
refuses("arguments", "Expected a string path to an existing deepspeed config", "a JSON that is not there", JSON_FILE)
refuses(
    "arguments",
    "Please specify the ZeRO optimization config",
    "a JSON without ZeRO",
    JSON_FILE,
    files={"ds_config.json": json.dumps({name: value for name, value in DS.items() if name != "zero_optimization"})},
)
refuses(
    "arguments",
    "invalid literal for int()",
    "a stage that is no number",
    change(ZERO3, ("zero_stage: 3", "zero_stage: three")),
)
refuses("trainer", "KeyError: 'ZERO3'", "a strategy of another tool", change(FSDP1, ("FULL_SHARD", "ZERO3")))
refuses(
    "trainer", "KeyError", "a kind of checkpoint that is none", change(FSDP1, ("FULL_STATE_DICT", "WHOLE_STATE_DICT"))
)
refuses("trainer", "KeyError", "a prefetch that is none", change(FSDP1, ("BACKWARD_PRE\n", "BACKWARD_MIDDLE\n")))
refuses(
    "trainer",
    "Invalid auto wrap policy",
    "a way to wrap that is none",
    change(FSDP2, ("TRANSFORMER_BASED_WRAP", "LAYER_WRAP")),
)
refuses(
    "trainer",
    "FSDP2 does not support LOCAL_STATE_DICT",
    "FSDP2 and local checkpoints",
    change(FSDP2, ("SHARDED_STATE_DICT", "LOCAL_STATE_DICT")),
)
refuses(
    "trainer",
    "invalid truth value full_shard",
    "FSDP2 and FSDP1's strategy",
    change(FSDP2, ("after_forward: true", "after_forward: FULL_SHARD")),
)
refuses("trainer", "KeyError: 'TRUE'", "a third FSDP", change(FSDP2, ("fsdp_version: 2", "fsdp_version: 3")))
refuses(
    "trainer",
    "invalid literal for int() with base 10: '1e8'",
    "an exponent PyYAML reads as text",
    change(FSDP2, ("TRANSFORMER_BASED_WRAP", "SIZE_BASED_WRAP\n  fsdp_min_num_params: 1e8")),
)
refuses(
    "trainer",
    "requires `activation_checkpointing=True`",
    "offload of checkpoints that are not made",
    FSDP2 + "  fsdp_activation_checkpointing_offload: true\n",
)
refuses(
    "trainer",
    "requires `fsdp_version=2`",
    "FSDP1 and offload of checkpoints",
    FSDP1 + "  fsdp_activation_checkpointing: true\n  fsdp_activation_checkpointing_offload: true\n",
    [*OWN, "--gradient_checkpointing", "False"],
)
refuses(
    "trainer",
    "can't both be set to True",
    "checkpoints twice",
    FSDP2 + "  fsdp_activation_checkpointing: true\n",
    [*OWN, "--gradient_checkpointing", "True"],
)
refuses(
    "trainer",
    "does not match num_processes (8)",
    "sizes that do not multiply to the processes",
    parallel(dp_shard_size=4),
)
refuses(
    "trainer", "no dimension for FSDP to shard across", "FSDP2 with nothing to shard", parallel(dp_replicate_size=8)
)
refuses(
    "trainer",
    "cannot be used with pure data parallelism",
    "tensor parallelism beside copies",
    parallel(tp_size=2, dp_replicate_size=4),
)
refuses("trainer", "mutually exclusive", "two ways to cut a sequence", parallel(cp_size=2, sp_size=4))
refuses("trainer", "must be at least 1", "a size of nothing", parallel(dp_shard_size=0))
refuses(
    "trainer",
    "no `fsdp_plugin` was provided",
    "context parallelism without FSDP",
    DDP + "parallelism_config:\n  parallelism_config_cp_size: 2\n  parallelism_config_dp_shard_size: 4\n",
)
refuses(
    "trainer",
    "Invalid cp_comm_strategy",
    "a way to talk that is none",
    parallel(dp_shard_size=4, cp_size=2, cp_comm_strategy="ring"),
)
refuses(
    "trainer",
    "`fp8_format` must be one of",
    "an fp8 format that is none",
    fp8(DDP, backend="TE", fp8_format="E3M4"),
    without(OWN, "--bf16"),
)
refuses(
    "trainer",
    "`amax_compute_algo` must be one of",
    "an fp8 algorithm that is none",
    fp8(DDP, backend="TE", amax_compute_algo="mean"),
    without(OWN, "--bf16"),
)
refuses(
    "trainer",
    "'XX' is not a valid FP8BackendType",
    "an fp8 backend that is none",
    fp8(DDP, backend="XX"),
    without(OWN, "--bf16"),
)
refuses(
    "trainer",
    "torchao with FSDP2 and cpu_ram_efficient_loading",
    "torchao and efficient loading",
    fp8(FSDP2, backend="AO"),
    without(OWN, "--bf16"),
)
refuses(
    "arguments",
    "MS-AMP is not supported for ZeRO Stage 3",
    "MS-AMP and ZeRO-3",
    fp8(ZERO3, backend="MSAMP"),
    without(OWN, "--bf16"),
)
refuses(
    "trainer",
    "can't be used with `save_only_model`",
    "only the model, and the best one at the end",
    ZERO3,
    [
        *OWN,
        "--save_only_model",
        "True",
        "--load_best_model_at_end",
        "True",
        "--eval_strategy",
        "steps",
        "--save_strategy",
        "steps",
    ],
)
refuses(
    "trainer",
    "save_only_model option is not compatible",
    "only the model, in pieces",
    FSDP2,
    [*OWN, "--save_only_model", "True"],
)
refuses(
    "trainer",
    "`auto_find_batch_size` isn't supported",
    "a batch size to be found, under ZeRO-3",
    ZERO3,
    [*OWN, "--auto_find_batch_size", "True"],
)

# --- The adapter ---
refuses("adapter", "should be a positive integer", "a rank of nothing", ONE, [*OWN, "--lora_r", "0"])
refuses(
    "adapter",
    "dropout probability has to be between 0 and 1",
    "dropping twice of all",
    ONE,
    [*OWN, "--lora_dropout", "2.0"],
)
refuses(
    "adapter", "Unknown initialization", "a beginning that is none", ONE, [*OWN, "--lora_init_lora_weights", "zeros"]
)
refuses(
    "adapter",
    "`loftq_config` must be specified",
    "LoftQ without its settings",
    ONE,
    [*OWN, "--lora_init_lora_weights", "loftq"],
)
refuses("arguments", "invalid choice: 'some'", "a bias that is none", ONE, [*OWN, "--lora_bias", "some"])

# --- Optimizer and schedule ---
refuses(
    "optimizer",
    "One of min_lr or min_lr_rate should be set",
    "a floor that is not given",
    ONE,
    [*OWN, "--lr_scheduler_type", "cosine_with_min_lr"],
)
refuses(
    "optimizer",
    "num_decay_steps",
    "a decay that is not given",
    ONE,
    [*OWN, "--lr_scheduler_type", "warmup_stable_decay"],
)

# --- DeepSpeed ---
refuses(
    "deepspeed",
    "ds gradient_clipping=0.3 vs hf max_grad_norm=1.0",
    "two numbers for clipping",
    ZERO3,
    [*OWN, "--max_grad_norm", "1.0"],
)
refuses(
    "deepspeed",
    "ds gradient_accumulation_steps=1 vs hf gradient_accumulation_steps=4",
    "two numbers for accumulation",
    ZERO3,
    [*OWN, "--gradient_accumulation_steps", "4"],
)
refuses(
    "deepspeed",
    "ds bf16.enabled=True vs hf bf16|bf16_full_eval=False",
    "bf16 on one side",
    ZERO3,
    without(OWN, "--bf16"),
)
refuses(
    "deepspeed",
    "max_grad_norm=0.0",
    "the MLPerf script's own default",
    ZERO3,
    without(MLPERF, "--max_grad_norm"),
    dialect="mlperf",
)
refuses(
    "zero-init",
    "Extra inputs are not permitted",
    "a key DeepSpeed does not know",
    JSON_FILE,
    files={"ds_config.json": json.dumps({**DS, "zero_optimization": {"stage": 3, "stage_3_gather": True}})},
)
refuses("deepspeed", "Input should be 0, 1, 2", "a fourth stage", change(ZERO3, ("zero_stage: 3", "zero_stage: 4")))
refuses(
    "zero-init",
    "Input should be 'none', 'cpu' or 'nvme'",
    "a place to offload to that is none",
    change(ZERO3, ("param_device: none", "param_device: disk")),
)
refuses(
    "deepspeed",
    "Extra inputs are not permitted",
    "the same, without zero.Init",
    change(JSON_FILE, ("init_flag: true", "init_flag: false")),
    files={"ds_config.json": json.dumps({**DS, "zero_optimization": {"stage": 2, "x": 1}})},
)
refuses(
    "arguments",
    "arg cannot be set to `fp16` when `bf16` is set",
    "bf16 in the JSON, fp16 in the script",
    JSON_FILE,
    [*without(OWN, "--bf16"), "--fp16", "True"],
    files={"ds_config.json": json.dumps(DS)},
)
refuses(
    "deepspeed",
    "ds train_micro_batch_size_per_gpu=4 vs hf per_device_train_batch_size=1",
    "two batch sizes",
    JSON_FILE,
    [*OWN, "--per_device_train_batch_size", "1"],
    files={"ds_config.json": json.dumps({**DS, "train_micro_batch_size_per_gpu": 4})},
)
refuses(
    "deepspeed",
    "ds gradient_clipping=1.0 vs hf max_grad_norm=0.3",
    "a key twice in the JSON: the last one counts",
    JSON_FILE,
    files={"ds_config.json": json.dumps(DS)[:-1] + ', "gradient_clipping": 1.0}'},
)
refuses(
    "deepspeed",
    "Check batch related parameters",
    "sequence parallelism that leaves processes over",
    change(SEQUENCE, ("dp_shard_size: 2", "dp_shard_size: 1")),
)
refuses(
    "deepspeed",
    "core_attn_implementation='sdpa' does not match",
    "sequence parallelism and another attention",
    SEQUENCE,
    [*OWN, "--attn_implementation", "flash_attention_2"],
)
refuses(
    "deepspeed",
    "is not divisible by SP size",
    "more pieces than heads",
    SEQUENCE,
    model={"heads": 6, "kv_heads": 2, "hidden": 768},
)


# --- What PyYAML reads from two files ---
SAME = [(ZERO3, ZERO3), ("a: [1, x]\nb: {c: 0.5}\n", "b:\n  c: 0.5\na:\n- 1\n- x\n"), ("a: 'no'", 'a: "no"')]
OTHER = [
    ("a: no", "a: 'no'", "bool"),
    ("a: 1", "a: 1.0", "int"),
    ("a: true", "a: 1", "bool"),
    ("a: 2e-4", "a: 2.0e-4", "str"),
    ("a: 1", "a: 2", "not 2"),
    ("a: 1", "a: 1\nb: 1", "b: missing"),
    ("a: 1\nb: 1", "a: 1", "b: not in the official file"),
    ("a: {b: {c: 1}}", "a: {b: {c: 2}}", "a.b.c"),
    ("a: []", "a: [1]", "0 items"),
]


def reading():
    """What is wrong with judge_load, by its own cases."""
    read = yaml.safe_load
    for ours, theirs in SAME:
        found = judge_load.differences(read(ours), read(theirs))
        yield None if found == [] else f"{ours!r} and {theirs!r} are the same: {found}"
    for ours, theirs, words in OTHER:
        found = judge_load.differences(read(ours), read(theirs))
        yield None if len(found) == 1 and words in found[0] else f"{ours!r} and {theirs!r} differ in {words}: {found}"


def main():
    failures = []
    read = list(reading())
    for wrong in filter(None, read):
        failures.append(wrong)
        print(f"✗ {wrong}")
    cases = [*good, *bad]
    names = [one["id"] for one in cases]
    assert len(set(names)) == len(names), "two cases have one name"
    with judge_accelerate.judges() as verdicts_of:
        verdicts = list(verdicts_of(cases))
    for one, verdict in zip(cases, verdicts, strict=True):
        wrong = None
        if one["stage"] is None:
            if not verdict["accepted"]:
                wrong = f"refused at {verdict['stage']}: {verdict['error']}"
        elif verdict["accepted"]:
            wrong = f"accepted; {one['stage']} should refuse it: {one['error']}"
        elif verdict["stage"] != one["stage"] or one["error"] not in verdict["error"]:
            wrong = f"refused at {verdict['stage']}, not {one['stage']}: {verdict['error']} (expected: {one['error']})"
        if wrong:
            failures.append(one["id"])
            print(f"✗ {one['id']}: {wrong}")
    silent = set(judge_accelerate.STAGES) - {one["stage"] for one in bad} - {"judge"}
    if silent:
        failures.append("stages")
        print(f"✗ no case is refused at: {', '.join(sorted(silent))}")
    print(f"{len(good)} sound and {len(bad)} broken configurations")
    print(f"{len(cases) + len(read) + 1 - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
