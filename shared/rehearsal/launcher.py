"""Starts a launcher as a launch script asks for it, but on this machine alone and with few processes.

    python launcher.py accelerate launch ... SCRIPT ARGUMENTS
    python launcher.py torchrun ... SCRIPT ARGUMENTS

It stands for the launcher on PATH. Flags of the launch script count more than its files, so they are changed here.
Every change becomes one JSON line in launch.jsonl.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

GIVEN: dict[str, Any] = json.loads(os.environ.get("LORA_WIZARD_LAUNCH", "{}"))

# What a flag becomes; a function gets the value that the launch script asks for.
MOST = int(GIVEN.get("most", 1))


def fewer(value: str) -> str:
    return str(min(int(value), MOST)) if value.isdigit() else str(MOST)


ACCELERATE = {
    "num_processes": fewer,
    "num_machines": lambda _: "1",
    "machine_rank": lambda _: "0",
    "main_process_ip": lambda _: "127.0.0.1",
    "main_process_port": lambda _: str(GIVEN.get("port", 0)),
    "gpu_ids": lambda _: "all",
    "config_file": lambda value: GIVEN.get("files", {}).get(value, value),
    "deepspeed_config_file": lambda value: GIVEN.get("files", {}).get(value, value),
}
TORCHRUN = {
    "nproc_per_node": fewer,
    "nnodes": lambda _: "1",
    "node_rank": lambda _: "0",
    "master_addr": lambda _: "127.0.0.1",
    "master_port": lambda _: str(GIVEN.get("port", 0)),
    "rdzv_endpoint": lambda _: f"127.0.0.1:{GIVEN.get('port', 0)}",
}


def changed(words: list[str], flags: dict[str, Any]) -> list[str]:
    """The flags of a launcher, some with other values."""
    result: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        name, equals, value = word.partition("=")
        known = name.lstrip("-").replace("-", "_") if name.startswith("--") else ""
        place += 1
        if known not in flags or (not equals and place >= len(words)):
            result.append(word)
            continue
        if not equals:
            value = words[place]
            place += 1
        other = flags[known](value)
        if other != value:
            with Path(GIVEN["log"]).open("a", encoding="utf-8") as log:
                log.write(json.dumps({"what": name, "original": value, "rehearsal": other}) + "\n")
        result += [name, other]
    return result


def head_of(launcher: str, words: list[str]) -> int:
    """How many words belong to the launcher: those before the script."""
    parser: Any
    if launcher == "accelerate":
        from accelerate.commands.launch import launch_command_parser

        parser = launch_command_parser()
    else:
        from torch.distributed.run import get_args_parser

        parser = get_args_parser()
    parsed = parser.parse_args(words)
    return len(words) - 1 - len(parsed.training_script_args)


def main() -> None:
    launcher, *words = sys.argv[1:]
    command = words[:1] if launcher == "accelerate" else []
    if command in ([], ["launch"]):
        rest = words[len(command) :]
        try:
            head = head_of(launcher, rest)
        except SystemExit:
            head = 0  # the launcher itself says what is wrong
        words = command + changed(rest[:head], ACCELERATE if launcher == "accelerate" else TORCHRUN) + rest[head:]
    sys.argv = [launcher, *words]
    runpy.run_module(
        "accelerate.commands.accelerate_cli" if launcher == "accelerate" else "torch.distributed.run",
        run_name="__main__",
        alter_sys=True,
    )


if __name__ == "__main__":
    main()
