"""Transformers: the arguments of its trainers and the classes that describe a quantization."""

import dataclasses
import inspect

import describe

#: Values that name this machine, this moment or what is installed here.
LOCAL = (
    *("logging_dir", "run_name", "local_rank", "log_level", "output_dir", "disable_tqdm"),
    *("use_cpu", "no_cuda", "dataloader_pin_memory"),
)


def read(enums, tools):
    from transformers import Seq2SeqTrainingArguments, TrainingArguments
    from transformers.utils import quantization_config

    sections = {}
    describe.add_classes(sections, [TrainingArguments, Seq2SeqTrainingArguments], enums, tools)
    add_effective(sections, TrainingArguments)
    for name, one in vars(quantization_config).items():
        if inspect.isclass(one) and name.endswith("Config") and one.__module__ == quantization_config.__name__:
            sections[name] = {
                "module": one.__module__,
                "keys": describe.signature_fields(one.__init__, enums),
            }
    return sections


def add_effective(sections, cls):
    """Makes the object with as little as it asks for, and notes what it then holds; that it refuses is a fact as well."""
    names = {one.name for one in dataclasses.fields(cls)}
    settings = {"output_dir": "out"} if "output_dir" in names else {}
    if "use_cpu" in names:
        settings["use_cpu"] = True
    try:
        made = cls(**settings)
    except Exception as error:
        sections[describe.section_name(cls)]["constructed"] = describe.short(error)
        return
    describe.add_effective(sections, cls, made, skip=LOCAL)
