"""TRL: the configuration classes of its trainers, and which classes each of its commands reads its arguments into."""

import dataclasses
import importlib
import pkgutil

import describe
import read_transformers


def read(enums, tools, failed):
    import trl
    import trl.scripts
    import trl.trainer

    def loaded(name):
        try:
            return importlib.import_module(name)
        except Exception as error:
            failed[name] = describe.short(error)
            return None

    names = [f"trl.trainer.{one.name}" for one in pkgutil.iter_modules(trl.trainer.__path__)]
    modules = [loaded(name) for name in names if name.endswith("_config")] + [loaded("trl.scripts.utils")]
    sections = {}
    for module in filter(None, modules):
        own = [one for one in vars(module).values() if isinstance(one, type) and dataclasses.is_dataclass(one)]
        here = [one for one in own if one.__module__ == module.__name__]
        describe.add_classes(sections, sorted(here, key=lambda one: one.__name__), enums, tools)
        for cls in here:
            read_transformers.add_effective(sections, cls)
    for name in sorted(one.name for one in pkgutil.iter_modules(trl.scripts.__path__)):
        module = loaded(f"trl.scripts.{name}")
        if not hasattr(module, "make_parser"):
            continue
        try:
            parser = module.make_parser()
        except Exception as error:
            failed[f"trl.scripts.{name}.make_parser"] = describe.short(error)
            continue
        add_parser(sections, name, parser, enums, tools)
    return sections


def add_parser(sections, name, parser, enums, tools, prefix="trl"):
    """A command: the classes that it reads its arguments into, and how many flags that makes in this very environment."""
    classes = list(getattr(parser, "dataclass_types", []))
    mine = [one for one in classes if one.__module__.split(".")[0] == prefix]
    describe.add_classes(sections, mine, enums, tools)
    known = {field.name for one in classes for field in dataclasses.fields(one)}
    extends = []
    for one in reversed(classes):
        for base in one.__mro__:
            if "__dataclass_fields__" in base.__dict__:
                full = describe.name_from(base, prefix, tools)
                extends += [full] if full not in extends else []
    own = {key: entry for key, entry in describe.from_parser(parser, enums).items() if key not in known}
    flags = sum(len(action.option_strings) for action in parser._actions)
    names = len({action.dest for action in parser._actions} - {"help"})
    sections[name] = {"module": f"{prefix}.{name}", "extends": extends, "flags": flags, "names": names, "keys": own}
