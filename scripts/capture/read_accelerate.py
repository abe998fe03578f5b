"""Accelerate: the parser of `accelerate launch`, the classes of its configuration file, its plugins."""

import dataclasses
import enum

import describe


def read(enums, tools):
    from accelerate.commands.config import config_args
    from accelerate.commands.launch import launch_command_parser
    from accelerate.utils import dataclasses as plugins

    sections = {
        "launch": {
            "module": "accelerate.commands.launch",
            "keys": describe.from_parser(launch_command_parser(), enums),
        }
    }
    describe.add_classes(sections, [config_args.ClusterConfig, config_args.SageMakerConfig], enums, tools)
    classes = [one for one in vars(plugins).values() if dataclasses.is_dataclass(one) and isinstance(one, type)]
    try:
        from accelerate.parallelism_config import ParallelismConfig

        classes.append(ParallelismConfig)
    except ImportError:
        pass
    own = [one for one in classes if one.__module__.startswith("accelerate.")]
    describe.add_classes(sections, own, enums, tools)
    for one in vars(plugins).values():
        if isinstance(one, type) and issubclass(one, enum.Enum) and one.__module__ == plugins.__name__ and list(one):
            enums.add(one)
    return sections
