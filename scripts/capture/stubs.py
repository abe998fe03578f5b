"""Stands in for named packages that a tool imports and that its settings do not need.

The finder is the last one asked, so an installed package is always preferred, and it answers only for the packages it was
given: these tools decide by `find_spec` whether vLLM, Ray or bitsandbytes are there.
"""

import importlib.abc
import importlib.machinery
import sys
import types


class Anything(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return make(name)


def make(name):
    return Anything(name, (), {"__init__": lambda self, *_, **__: None, "__module__": "stub"})


class StubModule(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return make(name)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, packages):
        self.packages = set(packages)

    def find_spec(self, name, _path=None, _target=None):
        if name.partition(".")[0] in self.packages:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, specification):
        return StubModule(specification.name)

    def exec_module(self, module):
        module.__version__ = "0.0.0"


def install(packages):
    if packages:
        sys.meta_path.append(Finder(packages))
