"""Reads commands, one JSON object a line, and prints what the real launchers would start: nothing is started."""

import base64
import json
import os
import sys
import tempfile

os.environ.update(DS_ACCELERATOR="cuda", HF_HUB_OFFLINE="1", HF_HOME=tempfile.mkdtemp())
os.environ.pop("DS_ACCELERATOR")

import accelerate.commands.launch as launching
import accelerate.utils.launch as preparing
import torch.distributed.run as torchrun

GPUS = 8


class Started(Exception):
    def __init__(self, what):
        self.what = what


class Captured:
    """Stands where torch starts its processes."""

    def __init__(self, config, entrypoint):
        self.config, self.entrypoint = config, entrypoint

    def __call__(self, *words):
        config = self.config
        raise Started(
            {
                "engine": "torchrun",
                "machines": config.max_nodes,
                "processes": config.nproc_per_node,
                "rank": config.rdzv_configs.get("rank"),
                "backend": config.rdzv_backend,
                "endpoint": config.rdzv_endpoint,
                "visible": os.environ.get("CUDA_VISIBLE_DEVICES"),
                "words": list(words),
            }
        )


torchrun.elastic_launch = Captured
preparing.is_port_in_use = lambda port=None: False
launching.is_bf16_available = lambda *_: True
launching.check_cuda_p2p_ib_support = lambda: True
launching.torch.cuda.device_count = lambda: GPUS
launching.torch.cuda.is_available = lambda: True


def by_accelerate(words):
    args = launching.launch_command_parser().parse_args(words)
    args, defaults, _ = launching._validate_launch_command(args)
    multi = args.use_fsdp or args.use_megatron_lm or args.multi_gpu
    if args.use_deepspeed and not args.cpu:
        args.deepspeed_fields_from_accelerate_config = ""
        command, environment = preparing.prepare_deepspeed_cmd_env(args)
        if command is not None:
            return {"engine": "deepspeed-remote", "command": command, "visible": environment.get("CUDA_VISIBLE_DEVICES")}
    elif multi and not args.cpu:
        environment = preparing.prepare_multi_gpu_env(args)
    elif args.tpu and not args.cpu:
        return {"engine": "xla"}
    else:
        command, environment = preparing.prepare_simple_launcher_cmd_env(args)
        return {
            "engine": "mpirun" if args.mpirun_hostfile is not None else "simple",
            "words": command[1:],
            "address": environment.get("MASTER_ADDR"),
            "port": environment.get("MASTER_PORT"),
            "visible": environment.get("CUDA_VISIBLE_DEVICES"),
        }
    filtered = launching._filter_args(
        args,
        torchrun.get_args_parser(),
        ["--training_script", args.training_script, "--training_script_args", args.training_script_args],
    )
    with launching.patch_environment(**environment):
        torchrun.run(filtered)


def by_torchrun(words):
    torchrun.run(torchrun.parse_args(words))


def by_deepspeed(words):
    import deepspeed.launcher.runner as runner

    class Accelerator:
        def __getattr__(self, name):
            return {
                "device_count": lambda: GPUS,
                "visible_devices_envs": lambda: ["CUDA_VISIBLE_DEVICES"],
                "export_envs": lambda: [],
            }[name]

    def popen(command, env=None):
        told = dict(word[2:].split("=", 1) for word in command if word.startswith("--") and "=" in word)
        world = json.loads(base64.urlsafe_b64decode(told["world_info"]))
        gpus = next(iter(world.values()))
        raise Started(
            {
                "engine": "deepspeed",
                "machines": len(world),
                "processes": len(gpus),
                "rank": 0,
                "address": told["master_addr"],
                "port": told["master_port"],
                "visible": ",".join(map(str, gpus)),
            }
        )

    runner.get_accelerator = lambda: Accelerator()
    runner.subprocess.Popen = popen
    runner.main(words)


launchers = {"accelerate": by_accelerate, "torchrun": by_torchrun, "deepspeed": by_deepspeed}
before = dict(os.environ)
for line in open(sys.argv[1], encoding="utf-8"):
    case = json.loads(line)
    os.environ.clear()
    os.environ.update(before)
    os.environ.update(case["environment"])
    out = sys.stdout
    sys.stdout = sys.stderr
    try:
        found = launchers[case["launcher"]](case["words"])
    except Started as started:
        found = started.what
    except (SystemExit, Exception) as error:
        found = {"refused": type(error).__name__, "text": str(error)[:200]}
    finally:
        sys.stdout = out
    print(json.dumps(found), flush=True)
