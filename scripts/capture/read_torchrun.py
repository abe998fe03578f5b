"""torchrun: the parser in torch/distributed/run.py of any release, loaded beside the torch that is installed."""

import importlib.util
import os

import describe


def read(enums, _tools):
    folder = os.environ["CAPTURE_FOLDER"]
    path = os.path.join(folder, "torch", "distributed", "run.py")
    specification = importlib.util.spec_from_file_location("torchrun_of_a_release", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return {
        "launch": {"module": "torch.distributed.run", "keys": describe.from_parser(module.get_args_parser(), enums)}
    }
