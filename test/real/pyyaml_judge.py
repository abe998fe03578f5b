"""Reads texts, one JSON string a line, and says what PyYAML's SafeLoader makes of each: one JSON value a line.

usage: pyyaml_judge.py scalars|documents|bytes|json FILE_IN FILE_OUT

A line of `bytes` is hexadecimal; one of `json` is read by Python's json.loads. The answer to what PyYAML refuses is "E"; to a structure that holds itself "R".
"""

import datetime
import json
import struct
import sys

import yaml

assert yaml.__version__ == "6.0.3", yaml.__version__


def canonical(value, above=()):
    if value is None:
        return "n"
    if value is True or value is False:
        return "b:%s" % value
    if isinstance(value, int):
        return "i:%x" % value
    if isinstance(value, float):
        return "f:nan" if value != value else "f:" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s:" + value
    if isinstance(value, bytes):
        return "x:" + value.hex()
    if isinstance(value, datetime.datetime):
        return "T:" + value.isoformat()
    if isinstance(value, datetime.date):
        return "D:" + value.isoformat()
    if id(value) in above:
        raise RecursionError
    inside = above + (id(value),)
    if isinstance(value, list):
        return ["l"] + [canonical(item, inside) for item in value]
    if isinstance(value, tuple):
        return ["t"] + [canonical(item, inside) for item in value]
    if isinstance(value, dict):
        return ["d"] + [[canonical(key), canonical(item, inside)] for key, item in value.items()]
    if isinstance(value, set):
        return ["S"] + sorted(canonical(item) for item in value)
    raise TypeError(type(value))


loader = yaml.SafeLoader("")


def scalar(text):
    """Resolution and construction alone, without the scanner: any text can be asked about."""
    node = yaml.ScalarNode(loader.resolve(yaml.ScalarNode, text, (True, False)), text)
    try:
        return canonical(loader.construct_document(node))
    except Exception:
        loader.recursive_objects = {}
        loader.constructed_objects = {}
        return "E"


def document(text):
    try:
        return canonical(yaml.safe_load(text))
    except RecursionError:
        return "R"
    except Exception:
        return "E"


def json_text(text):
    try:
        return canonical(json.loads(text))
    except RecursionError:
        return "R"
    except ValueError:
        return "E"


judge = {"json": json_text, "scalars": scalar, "documents": document, "bytes": lambda line: document(bytes.fromhex(line))}[sys.argv[1]]
with open(sys.argv[2], encoding="ascii") as lines, open(sys.argv[3], "w", encoding="ascii") as out:
    for line in lines:
        out.write(json.dumps(judge(json.loads(line))) + "\n")
