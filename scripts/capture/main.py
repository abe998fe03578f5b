"""Writes what one installed release of one tool says about itself: `main.py TOOL OUT`, run by scripts/capture.ts."""

import importlib
import inspect
import json
import os
import sys

# The other files of this folder, and nothing else of it: a folder at the front of the path could hide a tool.
import describe
import stubs

#: The name that a package has in shared/tools.
TOOLS = {"transformers": "transformers", "peft": "peft", "trl": "trl", "accelerate": "accelerate", "swift": "ms-swift"}

#: Packages whose release can change the answer of another.
BESIDE = ("torch", "transformers", "accelerate", "peft", "trl", "deepspeed")


def main():
    tool, out = sys.argv[1:3]
    stubs.install([name for name in os.environ.get("CAPTURE_STUBS", "").split() if name])
    enums, failed = describe.Enums(), {}
    reader = importlib.import_module(f"read_{tool.replace('-', '_')}")
    arguments = [enums, TOOLS, failed]
    sections = reader.read(*arguments[: len(inspect.signature(reader.read).parameters)])
    others = [name for name in BESIDE if name in sys.modules and TOOLS.get(name, name) != tool]
    # torchrun is judged by the file of its own release; the torch around it is only what it was loaded beside.
    beside = {name: sys.modules[name].__version__.partition("+")[0] for name in others}
    text = json.dumps(
        {"with": beside, "enums": enums.values, "sections": sections, "failed": failed}, ensure_ascii=False
    )
    with open(out, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
