"""Reads what a page shows with the tools that it is meant for, as far as they go without a GPU and without starting anything.

    read_as_the_tools_do.py launch WORDS …     what Accelerate's launcher makes of a command line
    read_as_the_tools_do.py hosts FILE WHICH   the machines that DeepSpeed takes from a host file, for `--include=…` or `--exclude=…`
    read_as_the_tools_do.py python             whether the text on the input is Python
    read_as_the_tools_do.py mismatch           what Transformers says when file and script clip differently

Prints one line, or the message of the tool that refuses.
"""

import ast
import os
import sys

os.environ["DS_ACCELERATOR"] = "cpu"
os.environ["HF_HUB_OFFLINE"] = "1"


def launch(words):
    import accelerate.commands.launch as launcher

    told, _, _ = launcher._validate_launch_command(launcher.launch_command_parser().parse_args(words))
    print(
        f"machine {told.machine_rank} of {told.num_machines}, {told.num_processes} processes,"
        f" meeting at {told.main_process_ip}:{told.main_process_port}, {told.training_script}"
    )


def hosts(path, which):
    from deepspeed.launcher import runner

    flag, _, text = which.partition("=")
    machines = runner.fetch_hostfile(path)
    chosen = runner.parse_inclusion_exclusion(
        machines, text if flag == "--include" else "", text if flag == "--exclude" else ""
    )
    print(" ".join(f"{host}:{','.join(str(one) for one in slots)}" for host, slots in chosen.items()))


def mismatch():
    from transformers import TrainingArguments
    from transformers.integrations.deepspeed import HfTrainerDeepSpeedConfig

    arguments = TrainingArguments(output_dir="output", max_grad_norm=1.0)
    config = HfTrainerDeepSpeedConfig({"gradient_clipping": 0.3, "train_micro_batch_size_per_gpu": "auto"})
    config.trainer_config_process(arguments)
    try:
        config.trainer_config_finalize(arguments, None, 1)
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")


verb, *rest = sys.argv[1:]
if verb == "launch":
    launch(rest)
elif verb == "hosts":
    hosts(*rest)
elif verb == "mismatch":
    mismatch()
else:
    ast.parse(sys.stdin.read())
    print("python")
