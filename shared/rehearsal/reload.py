"""Loads what a rehearsal has saved and says whether it is whole and changes the model.

    python reload.py MODEL FOLDER

One JSON object on the last line: tensors, how many are empty, how many are all zeros, whether the output changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM


def output(model: Any) -> torch.Tensor:
    with torch.no_grad():
        return model(input_ids=torch.arange(4, 20).unsqueeze(0)).logits.float()


def saved_in(folder: Path) -> Path:
    """Where the result is: in the folder that was asked for, or where a script of its own has put it."""
    names = ("adapter_config.json", "adapter_model.safetensors", "model.safetensors", "model.safetensors.index.json")
    if any((folder / name).exists() for name in names):
        return folder
    passed = {"lib", "evidence", "evidence-whole", "resumed", Path(sys.argv[1]).parts[0]}
    for name in names:
        for path in sorted(Path().rglob(name)):
            if path.parts[0] not in passed and not any(part.startswith("checkpoint-") for part in path.parts):
                return path.parent
    return folder


def main() -> int:
    model, folder = sys.argv[1], saved_in(Path(sys.argv[2]))
    adapter = (folder / "adapter_config.json").exists()
    files = sorted(folder.glob("adapter_model*.safetensors" if adapter else "model*.safetensors"))
    tensors = {name: value for file in files for name, value in load_file(file).items()}
    answer: dict[str, Any] = {
        "adapter": adapter,
        "tensors": len(tensors),
        "elements": sum(value.numel() for value in tensors.values()),
        "empty": sum(value.numel() == 0 for value in tensors.values()),
        "zeros": sum(value.numel() > 0 and not bool(value.any()) for value in tensors.values()),
        "changes_output": None,
    }
    try:
        base = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32).eval()
        before = output(base)
        if adapter:
            from peft import PeftModel

            after = output(PeftModel.from_pretrained(base, str(folder)).eval())
        else:
            after = output(AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval())
        answer["changes_output"] = not torch.equal(before, after)
    except Exception as error:  # noqa: BLE001 (why it cannot be loaded is the answer)
        answer["problem"] = (str(error).strip().splitlines() or [type(error).__name__])[0]
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
