"""ms-swift: its argument classes, and which of them each of its commands reads."""

import dataclasses
import importlib
import importlib.util

import describe
import read_trl

COMMANDS = {
    "pt": ("PretrainArguments",),
    "sft": ("SftArguments", "TrainArguments"),
    "rlhf": ("RLHFArguments",),
    "infer": ("InferArguments",),
    "export": ("ExportArguments",),
    "eval": ("EvalArguments",),
    "deploy": ("DeployArguments",),
    "sample": ("SamplingArguments",),
    "rollout": ("RolloutArguments",),
}


def read(enums, tools):
    from transformers import HfArgumentParser

    # The package was swift.llm until release 4.
    place = "swift.arguments" if importlib.util.find_spec("swift.arguments") else "swift.llm.argument"
    module = importlib.import_module(place)
    names = [name for name in dir(module) if name.endswith("Arguments")]
    classes = {name: getattr(module, name) for name in names}
    sections = {}
    describe.add_classes(sections, [one for one in classes.values() if dataclasses.is_dataclass(one)], enums, tools)
    for command, wanted in COMMANDS.items():
        for name in wanted:
            if name in classes:
                parser = HfArgumentParser([classes[name]])
                read_trl.add_parser(sections, command, parser, enums, tools, "swift")
                break
    return sections
