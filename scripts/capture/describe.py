"""Turns parsers, dataclasses, pydantic models and signatures into plain data: names, kinds, choices, defaults, bounds."""

import argparse
import dataclasses
import enum
import inspect
import math
import pathlib
import types
import typing

SIMPLE = (str, int, bool, type(None))
#: A larger integer would change on its way through JSON in JavaScript.
LARGEST = 2**53
BOUNDS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length")


def plain(value):
    """The value as JSON can hold it; an object that JSON cannot hold becomes its class name."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, int) and abs(value) > LARGEST:
        return {"number": str(value)}
    if isinstance(value, SIMPLE):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"number": str(value)}
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if type(value).__name__ == "dtype":
        return str(value)
    if isinstance(value, type) or callable(value):
        return {"object": getattr(value, "__name__", type(value).__name__)}
    return {"object": type(value).__name__}


def short(error):
    """An error on one line, without what a machine or a moment puts into it."""
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


class Enums:
    """The enums that were met; each is stored once, because PEFT alone repeats one of 45 values in 48 classes."""

    def __init__(self):
        self.values = {}

    def add(self, one):
        self.values[one.__name__] = [plain(member) for member in one]
        return one.__name__


def parts_of(annotation):
    """The members of a union, each without `Annotated` around it."""
    if typing.get_origin(annotation) is typing.Annotated:
        return parts_of(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return [part for one in typing.get_args(annotation) for part in parts_of(one)]
    return [annotation]


def is_enum(one):
    return isinstance(one, type) and issubclass(one, enum.Enum)


def name_of(part):
    """One spelling for one type, however it was written."""
    origin, arguments = typing.get_origin(part), typing.get_args(part)
    if part is type(None):
        return "None"
    if isinstance(part, str):
        return part.strip("'\"")
    if isinstance(part, typing.ForwardRef):
        return part.__forward_arg__
    if origin is typing.Literal:
        return " | ".join(dict.fromkeys(type(plain(one)).__name__ for one in arguments))
    if origin is dict or part is dict:
        return "dict"
    if origin is not None:
        inner = [kind_of(one) for one in arguments if one is not Ellipsis]
        outer = getattr(origin, "__name__", str(origin))
        return f"{outer}[{', '.join(inner)}]" if inner and outer != "Callable" else outer
    return getattr(part, "__name__", None) or str(part).removeprefix("typing.")


def kind_of(annotation):
    """`Optional[int]` and `int | None` are both `int | None`; None is always last."""
    names = dict.fromkeys(name for part in parts_of(annotation) for name in name_of(part).split(" | "))
    ordered = [name for name in names if name not in ("None", "NoneType")]
    return " | ".join(ordered + (["None"] if len(ordered) < len(names) else []))


def choices_of(annotation, enums):
    """The listed values of an annotation: the name of an enum, or the values of its literals."""
    values, named = [], []
    for part in parts_of(annotation):
        if is_enum(part):
            named.append(enums.add(part))
        elif typing.get_origin(part) is typing.Literal:
            values += [one for value in typing.get_args(part) for one in literal_values(value)]
        elif typing.get_origin(part) is list and typing.get_args(part):
            values += inner if isinstance(inner := choices_of(typing.get_args(part)[0], enums), list) else []
    if len(named) == 1 and not values:
        return named[0]
    every = [one for name in named for one in enums.values[name]] + values
    return list(dict.fromkeys(every)) or None


def literal_values(value):
    """A literal can hold another literal."""
    if typing.get_origin(value) is typing.Literal:
        return [plain(one) for one in typing.get_args(value)]
    return [plain(value)]


def hints_of(cls):
    """The annotations as types; as text where a name in them cannot be resolved."""
    hints = {}
    for base in reversed(cls.__mro__):
        try:
            hints.update(typing.get_type_hints(base, include_extras=True))
        except Exception:
            hints.update(inspect.get_annotations(base))
    return hints


def without_nothing(entry):
    return {name: value for name, value in entry.items() if value is not None or name == "default"}


def from_parser(parser, enums):
    """Every argument of an argparse parser, by its destination."""
    keys = {}
    for action in parser._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        entry = {"flags": list(action.option_strings)} if action.option_strings else {"positional": True}
        class_name = type(action).__name__.strip("_").removesuffix("Action")
        if action.nargs != 0 or class_name not in ("StoreTrue", "StoreFalse", "StoreConst"):
            entry["kind"] = getattr(action.type, "__name__", "str") if action.type else "str"
        else:
            entry["kind"] = "bool"
        if action.choices is not None:
            entry["choices"] = [plain(one) for one in action.choices]
        if class_name != "Store":
            entry["action"] = class_name
        if action.nargs is not None:
            entry["nargs"] = action.nargs
        if action.const is not None:
            entry["const"] = plain(action.const)
        if action.required and action.option_strings:
            entry["required"] = True
        if action.default is argparse.SUPPRESS:
            entry["deprecated"] = True
        entry["default"] = None if action.default is argparse.SUPPRESS else plain(action.default)
        before = keys.get(action.dest)
        if before:
            # The same destination again is another spelling, or the opposite: `--tpu_cluster`, `--no_tpu_cluster`.
            which = "flags" if before.get("const") == entry.get("const") else "opposites"
            before[which] = before.get(which, []) + entry.get("flags", [])
        else:
            keys[action.dest] = entry
    return keys


def default_of(field):
    """`default` or `required` of a dataclass field."""
    if field.default is not dataclasses.MISSING:
        return {"default": plain(field.default)}
    if field.default_factory is not dataclasses.MISSING:
        return {"default": plain(field.default_factory())}
    return {"required": True}


def dataclass_fields(cls, enums):
    """The fields that the class itself declares; what it inherits belongs to the class that declares it."""
    hints, own = hints_of(cls), inspect.get_annotations(cls)
    keys = {}
    for field in dataclasses.fields(cls):
        if field.name not in own or field.name.startswith("_"):
            continue
        annotation = hints.get(field.name, field.type)
        choices = field.metadata.get("choices") or choices_of(annotation, enums)
        entry = {"kind": kind_of(annotation), "choices": plain(choices), **default_of(field)}
        if not field.init:
            entry["init"] = False
        if field.metadata.get("aliases"):
            entry["flags"] = [f"--{field.name}", *field.metadata["aliases"]]
        if "deprecated" in str(field.metadata.get("help", ""))[:40].lower():
            entry["deprecated"] = True
        keys[field.name] = without_nothing(entry)
    return keys


def model_fields(cls, enums):
    """The fields that a pydantic model itself declares."""
    from pydantic_core import PydanticUndefined

    keys = {}
    inherited = {name: base.model_fields[name] for base in reversed(cls.__mro__[1:]) for name in fields_of(base)}
    own = inspect.get_annotations(cls)
    for name, field in cls.model_fields.items():
        if name in inherited and name not in own:
            continue
        annotation = field.annotation
        entry = {"kind": kind_of(annotation), "choices": choices_of(annotation, enums)}
        aliases = [one for one in alias_names(field) if one != name]
        if aliases:
            entry["aliases"] = aliases
        if field.default_factory is not None:
            entry["default"] = plain(made(field.default_factory))
        elif field.default is PydanticUndefined:
            entry["required"] = True
        else:
            entry["default"] = plain(field.default)
        entry.update(bounds_of(field.metadata))
        entry.update(extra_of(field))
        keys[name] = without_nothing(entry)
    return keys


def fields_of(base):
    found = base.__dict__.get("__pydantic_fields__") or {}
    return found if isinstance(found, dict) else {}


def made(factory):
    try:
        return factory()
    except TypeError:
        return factory({})


def alias_names(field):
    names = [field.alias] if field.alias else []
    validation = field.validation_alias
    if isinstance(validation, str):
        names.append(validation)
    elif validation is not None:
        names += [one for one in getattr(validation, "choices", []) if isinstance(one, str)]
    return list(dict.fromkeys(names))


def bounds_of(metadata):
    found = {}
    for one in metadata:
        for bound in BOUNDS:
            if getattr(one, bound, None) is not None:
                found[bound] = plain(getattr(one, bound))
    return found


def extra_of(field):
    """What a model says of a key besides its value: that it is deprecated, and for which other key."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    found = {}
    if extra.get("deprecated") or getattr(field, "deprecated", None):
        found["deprecated"] = True
    if extra.get("new_param"):
        found["renamed_to"] = extra["new_param"]
    return found


def signature_fields(function, enums):
    """The parameters of a function; `*args` and `**kwargs` are no names."""
    keys = {}
    try:
        hints = typing.get_type_hints(function, include_extras=True)
    except Exception:
        hints = getattr(function, "__annotations__", {})
    for name, parameter in inspect.signature(function).parameters.items():
        if name in ("self", "cls") or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        annotation = hints.get(name)
        entry = {}
        if annotation is not None:
            entry = {"kind": kind_of(annotation), "choices": choices_of(annotation, enums)}
        if parameter.default is inspect.Parameter.empty:
            entry["required"] = True
        else:
            entry["default"] = plain(parameter.default)
        keys[name] = without_nothing(entry)
    return keys


#: The section name of each class.
given_names = {}


def section_name(cls):
    """The name of the class, with its module before it where another class has the same name."""
    if cls not in given_names:
        name = cls.__name__
        taken = name in given_names.values()
        given_names[cls] = f"{cls.__module__.rpartition('.')[2]}.{name}" if taken else name
    return given_names[cls]


def name_from(cls, home, tools):
    """How a section of the package `home` calls a class that it inherits from."""
    package = cls.__module__.split(".")[0]
    return section_name(cls) if package == home else f"{tools.get(package, package)}:{cls.__name__}"


def is_model(cls):
    return hasattr(cls, "model_fields") and hasattr(cls, "model_config")


def section_of(cls, enums, tools):
    """A class as a section: the names that it declares, and the classes that it has the others from."""
    home = cls.__module__.split(".")[0]

    def has_fields(base):
        if is_model(cls):
            return is_model(base) and base.__module__.split(".")[0] != "pydantic"
        return dataclasses.is_dataclass(base) and "__dataclass_fields__" in base.__dict__

    extends = []
    for base in cls.__mro__[1:]:
        if has_fields(base):
            extends.append(name_from(base, home, tools))
    section = {"module": cls.__module__}
    if extends:
        section["extends"] = extends
    if is_model(cls):
        section["unknown"] = {"forbid": "refused", "allow": "kept"}.get(cls.model_config.get("extra"), "ignored")
        section["keys"] = model_fields(cls, enums)
    else:
        section["keys"] = dataclass_fields(cls, enums)
    return section


def add_classes(sections, classes, enums, tools):
    """Adds sections for the classes and for all of the same package that they inherit from."""
    for cls in classes:
        home = cls.__module__.split(".")[0]
        for base in cls.__mro__:
            known = is_model(base) if is_model(cls) else "__dataclass_fields__" in base.__dict__
            if known and base.__module__.split(".")[0] == home and section_name(base) not in sections:
                sections[section_name(base)] = section_of(base, enums, tools)


def add_effective(sections, cls, instance, skip=()):
    """Notes for each name what the finished object holds where that is another value than the declared one."""
    effective = {}
    for field in dataclasses.fields(cls):
        if field.name in skip or field.name.startswith("_"):
            continue
        declared = default_of(field).get("default")
        found = plain(getattr(instance, field.name, None))
        if found != declared and "object" not in str(found):
            effective[field.name] = found
    if effective:
        sections[section_name(cls)]["effective"] = effective
