"""axolotl: the pydantic models of its configuration file, from the top level down."""

import importlib
import typing

import describe


def models_in(annotation):
    for part in describe.parts_of(annotation):
        if isinstance(part, type) and describe.is_model(part):
            yield part
        for one in typing.get_args(part):
            if not isinstance(one, (str, int, float)):
                yield from models_in(one)


def read(enums, tools):
    schema = importlib.import_module("axolotl.utils.schemas.config")
    waiting, found = [schema.AxolotlInputConfig, schema.AxolotlConfigWCapabilities], []
    while waiting:
        cls = waiting.pop(0)
        if cls in found:
            continue
        found.append(cls)
        for field in cls.model_fields.values():
            waiting += models_in(field.annotation)
    sections = {}
    describe.add_classes(sections, found, enums, tools)
    return sections
