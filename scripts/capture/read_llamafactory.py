"""LLaMA-Factory: its argument classes, and which of them `llamafactory-cli train` reads."""

import dataclasses
import importlib

import describe
import read_transformers
import read_trl


def read(enums, tools, failed):
    from transformers import HfArgumentParser

    hparams = importlib.import_module("llamafactory.hparams")
    parser = importlib.import_module("llamafactory.hparams.parser")
    classes = [getattr(hparams, name) for name in dir(hparams) if name.endswith("Arguments")]
    sections = {}
    describe.add_classes(sections, [one for one in classes if dataclasses.is_dataclass(one)], enums, tools)
    for cls in classes:
        read_transformers.add_effective(sections, cls)
    for name, command in (("_TRAIN_ARGS", "train"), ("_INFER_ARGS", "infer"), ("_EVAL_ARGS", "eval")):
        if hasattr(parser, name):
            made = HfArgumentParser(getattr(parser, name))
            read_trl.add_parser(sections, command, made, enums, tools, "llamafactory")
    return sections
