"""DeepSpeed: its pydantic models, the names that its top level reads by hand, its launcher, its script arguments.

The top level of a DeepSpeed JSON is no class. Which names it reads is seen by handing it a dictionary that notes what it is
asked for; which model reads a section is seen by putting a name there that no model has.
"""

import argparse
import contextlib
import importlib
import inspect
import io
import logging

import describe

STRANGER = "no_such_name"
MISSING = object()
#: Some names are read only where a section is enabled, others only where it has a type.
WAYS_IN = ({STRANGER: 0}, {"enabled": True, STRANGER: 0}, {"type": "AdamW", STRANGER: 0})


class Watched(dict):
    """A dictionary that notes under its path each name that it is asked for, with the default that was given."""

    def __init__(self, content, path, seen):
        super().__init__(content)
        self.path, self.seen = path, seen

    def note(self, name, default=MISSING):
        if isinstance(name, str) and name != STRANGER:
            found = self.seen.setdefault((*self.path, name), default)
            if found is MISSING:
                self.seen[(*self.path, name)] = default

    def get(self, name, default=None):
        self.note(name, default)
        return super().get(name, default)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)

    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def keys(self):
        return WatchedKeys(self)

    def __copy__(self):
        return self

    def __deepcopy__(self, _memo):
        return self


class WatchedKeys:
    def __init__(self, owner):
        self.owner = owner

    def __contains__(self, name):
        return name in self.owner

    def __iter__(self):
        return iter(dict.keys(self.owner))

    def __len__(self):
        return dict.__len__(self.owner)


def nested(path, inner, seen):
    """`{a: {b: inner}}` for the path a, b; every level notes what it is asked for."""
    content = Watched(inner, path, seen)
    for depth in range(len(path) - 1, -1, -1):
        content = Watched({path[depth]: content}, path[:depth], seen)
    return content


def refused_by(config, DeepSpeedConfig):
    """The error that DeepSpeed answers the configuration with, or None."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            DeepSpeedConfig(config)
    except Exception as error:
        return error
    return None


def model_that_refuses(error, models):
    """The name of the model that met the stranger: its own, or that of the field in which the stranger was."""
    title = getattr(error, "title", None) or getattr(getattr(error, "model", None), "__name__", None)
    if title not in models or not hasattr(error, "errors"):
        return None
    for one in error.errors():
        if one["loc"] and one["loc"][-1] == STRANGER:
            name = title
            for step in one["loc"][:-1]:
                kinds = models[name]["keys"].get(step, {}).get("kind", "").split(" | ")
                name = next((kind for kind in kinds if kind in models), None)
                if name is None:
                    return None
            return name
    return None


def read_top_level(DeepSpeedConfig, models, removed):
    """The sections that DeepSpeed reads by hand: `config`, and `config.NAME` for what is below it."""
    batch = {"train_batch_size": 1}
    seen, owners, asked = {}, {}, set()
    refused_by(Watched(batch, (), seen), DeepSpeedConfig)
    while True:
        waiting = [path for path in seen if path not in asked and len(path) <= 4 and path[0] not in removed]
        if not waiting:
            break
        for path in waiting:
            asked.add(path)
            for inner in WAYS_IN:
                content = nested(path, inner, seen)
                if path[0] not in batch:
                    dict.update(content, batch)
                owner = model_that_refuses(refused_by(content, DeepSpeedConfig), models)
                if owner:
                    owners[path] = owner
    sections = {}
    for path, default in seen.items():
        if path[0] in removed or any(path[:depth] in owners for depth in range(1, len(path))):
            continue
        keys = sections.setdefault(".".join(("config", *path[:-1])), {"module": DeepSpeedConfig.__module__, "keys": {}})
        entry = {}
        if path in owners:
            entry["section"] = owners[path]
        elif any(one[: len(path)] == path and len(one) > len(path) for one in seen):
            entry["section"] = ".".join(("config", *path))
        elif default is not MISSING:
            entry["default"] = describe.plain(default)
        keys["keys"][path[-1]] = entry
    return sections


def subclasses(cls):
    for one in cls.__subclasses__():
        yield one
        yield from subclasses(one)


def old_model_fields(cls, enums):
    """The fields of a model of pydantic 1, which DeepSpeed used until 0.14."""
    keys = {}
    own = inspect.get_annotations(cls)
    for name, field in cls.__fields__.items():
        if name not in own:
            continue
        annotation = describe.hints_of(cls).get(name, field.outer_type_)
        entry = {"kind": describe.kind_of(annotation), "choices": describe.choices_of(annotation, enums)}
        if field.alias != name:
            entry["aliases"] = [field.alias]
        if field.required:
            entry["required"] = True
        else:
            entry["default"] = describe.plain(field.get_default())
        entry.update(describe.bounds_of([field.field_info]))
        extra = field.field_info.extra
        if extra.get("deprecated"):
            entry["deprecated"] = True
        if extra.get("new_param"):
            entry["renamed_to"] = extra["new_param"]
        keys[name] = describe.without_nothing(entry)
    return keys


def old_section(cls, enums, base):
    extends = [one.__name__ for one in cls.__mro__[1:] if issubclass(one, base) and one is not base]
    extra = str(getattr(cls.__config__, "extra", "ignore")).rpartition(".")[2]
    section = {"module": cls.__module__}
    if extends:
        section["extends"] = extends
    section["unknown"] = {"forbid": "refused", "allow": "kept"}.get(extra, "ignored")
    section["keys"] = old_model_fields(cls, enums)
    return section


def launcher_parser(enums):
    """The launcher makes its parser inside a function: it is caught where it would parse."""
    from deepspeed.launcher import runner

    class Caught(Exception):
        pass

    def catch(parser, *_, **__):
        raise Caught(parser)

    before = argparse.ArgumentParser.parse_args
    argparse.ArgumentParser.parse_args = catch
    try:
        runner.parse_args([])
    except Caught as caught:
        return describe.from_parser(caught.args[0], enums)
    finally:
        argparse.ArgumentParser.parse_args = before
    raise RuntimeError("the launcher of DeepSpeed parsed nothing")


def put_back():
    """Three names that releases of two years ago import and that NumPy and torch no longer have; no setting depends on them."""
    import numpy
    from torch.distributed.elastic.agent.server import api

    if not hasattr(numpy, "BUFSIZE"):
        numpy.BUFSIZE = 8192
    for name in ("log", "_get_socket_with_port"):
        if not hasattr(api, name):
            setattr(api, name, logging.getLogger(__name__))


def read(enums, tools):
    put_back()
    import deepspeed
    from deepspeed.runtime import config, config_utils

    logging.disable(logging.CRITICAL)
    base = config_utils.DeepSpeedConfigModel
    for name in ("deepspeed.inference.config", "deepspeed.monitor.config", "deepspeed.runtime.zero.config"):
        importlib.import_module(name)
    # The second inference engine is loaded by some releases only, and no training run reads its settings.
    loaded = {one for one in subclasses(base) if not one.__module__.startswith("deepspeed.inference.v2")}
    classes = sorted(loaded, key=lambda one: one.__name__)
    sections = {}
    if describe.is_model(base):
        describe.add_classes(sections, classes, enums, tools)
        sections.pop(base.__name__, None)
        for one in sections.values():
            one["extends"] = [name for name in one.get("extends", []) if name != base.__name__]
            if not one["extends"]:
                del one["extends"]
    else:
        sections = {one.__name__: old_section(one, enums, base) for one in classes}
    removed = describe.plain(getattr(config, "_REMOVED_TOP_LEVEL_CONFIG_KEYS", {}))
    below_zero = describe.plain(getattr(config, "_REMOVED_ZERO_CONFIG_KEYS", {}))
    sections.update(read_top_level(config.DeepSpeedConfig, sections, removed))
    # The table alone would only be a promise.
    for path in [(name,) for name in removed] + [("zero_optimization", name) for name in below_zero]:
        error = refused_by({"train_batch_size": 1, **nested(path, {}, {})}, config.DeepSpeedConfig)
        if error is None:
            raise RuntimeError(f"DeepSpeed lists {'.'.join(path)} as removed and accepts it")
    if removed:
        sections["config"]["removed"] = removed
    if below_zero:
        sections["DeepSpeedZeroConfig"]["removed"] = below_zero
    sections["launcher"] = {"module": "deepspeed.launcher.runner", "keys": launcher_parser(enums)}
    parser = deepspeed.add_config_arguments(argparse.ArgumentParser())
    sections["script"] = {"module": "deepspeed", "keys": describe.from_parser(parser, enums)}
    return sections
