"""Starts launch.sh once on each machine of a Ray cluster: `python ray_job.py --machines N --gpus N`.

Ray Train places one worker on each machine and gives it all of its GPUs. Worker 0 picks a free port, and
launch.sh starts one process for each GPU. If a machine is lost, Ray starts the workers again, and the run
continues from its last checkpoint.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import ray.train
import torch.distributed
from ray.train import FailureConfig, RunConfig, ScalingConfig
from ray.train.torch import TorchConfig, TorchTrainer

#: Variables of Ray's own process group, which the launcher sets anew for its processes.
OF_THE_WORKER = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "NODE_RANK", "MASTER_ADDR", "MASTER_PORT")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("", 0))
        return int(listener.getsockname()[1])


def rendezvous() -> tuple[str, int]:
    """The address of worker 0, and a port that is free there."""
    chosen: list[Any] = [None]
    if torch.distributed.get_rank() == 0:
        chosen = [(ray.util.get_node_ip_address(), free_port())]
    torch.distributed.broadcast_object_list(chosen, src=0)
    address, port = chosen[0]
    return str(address), int(port)


def start(settings: dict[str, Any]) -> None:
    address, port = rendezvous()
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_WORKER}
    variables = {
        "MACHINE_RANK": str(ray.train.get_context().get_world_rank()),
        "MAIN_PROCESS_IP": address,
        "MAIN_PROCESS_PORT": str(port),
    }
    folder = Path(settings["folder"])
    has_checkpoint = any((folder / settings["output"]).glob("checkpoint-*"))
    resume = settings["resume"] if has_checkpoint else []
    subprocess.run(["bash", "launch.sh", *resume], cwd=folder, env={**kept, **variables}, check=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--machines", type=int, required=True)
    parser.add_argument("--gpus", type=int, required=True, help="GPUs of each machine; 0 trains on the CPU.")
    parser.add_argument("--folder", default=".", help="The folder with launch.sh, on every machine.")
    parser.add_argument("--output", required=True, help="The folder with the checkpoints, on storage that all share.")
    parser.add_argument(
        "--resume", nargs="*", default=[], help="Arguments that let launch.sh continue, without dashes."
    )
    parser.add_argument("--restarts", type=int, default=3)
    given = parser.parse_args()
    resources: dict[str, float] = {"GPU": given.gpus} if given.gpus else {"CPU": 1}
    trainer = TorchTrainer(
        start,
        train_loop_config={
            "folder": os.path.abspath(given.folder),
            "output": given.output,
            "resume": [f"--{given.resume[0]}", *given.resume[1:]] if given.resume else [],
        },
        torch_config=TorchConfig(backend="gloo"),
        scaling_config=ScalingConfig(
            num_workers=given.machines, use_gpu=given.gpus > 0, resources_per_worker=resources
        ),
        run_config=RunConfig(failure_config=FailureConfig(max_failures=given.restarts)),
    )
    trainer.fit()


if __name__ == "__main__":
    main()
