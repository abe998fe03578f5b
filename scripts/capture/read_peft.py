"""PEFT: the configuration class of every tuner, the classes inside them, and the modules it adapts by default."""

import dataclasses
import importlib
import pkgutil

import describe


def modules_of(package, failed):
    """Every module below a package whose name says that it holds configurations."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.", onerror=lambda name: None):
        if found.name.rpartition(".")[2] in ("config", "configuration"):
            try:
                yield importlib.import_module(found.name)
            except Exception as error:
                failed[found.name] = describe.short(error)


def read(enums, tools, failed):
    import peft
    import peft.tuners
    from peft.config import PeftConfig
    from peft.utils import peft_types

    classes = {}
    for module in [importlib.import_module("peft.config"), *modules_of(peft.tuners, failed)]:
        for one in vars(module).values():
            if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__.startswith("peft."):
                classes[one.__name__] = one
    sections = {}
    describe.add_classes(sections, [classes[name] for name in sorted(classes)], enums, tools)
    for name, cls in sorted(classes.items()):
        if issubclass(cls, PeftConfig):
            try:
                describe.add_effective(sections, cls, cls(), skip=("peft_version",))
            except Exception as error:
                sections[name]["constructed"] = describe.short(error)
    enums.add(peft_types.PeftType)
    enums.add(peft_types.TaskType)
    constants = importlib.import_module("peft.utils.constants")
    targets = constants.TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING
    sections["LoraConfig"]["targets"] = describe.plain(targets)
    return sections
