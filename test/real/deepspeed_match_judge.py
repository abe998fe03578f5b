"""Which values the real Trainer compares with DeepSpeed's configuration, which ones it only fills in, and what it says.

Run: deepspeed_match_judge.py ROWS, one JSON line each: {"key", "arguments"}. Prints one JSON line:
{"compared": [keys], "filled": [keys], "rows": {key: {"same": mismatches, "other": mismatches}}}.
"""

import copy
import json
import os
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ["DS_ACCELERATOR"] = "cpu"

import torch  # noqa: E402
from transformers import TrainingArguments  # noqa: E402
from transformers.integrations.deepspeed import HfTrainerDeepSpeedConfig  # noqa: E402

GIVEN = {
    "per_device_train_batch_size": 2,
    "gradient_accumulation_steps": 4,
    "max_grad_norm": 0.5,
    "learning_rate": 0.0003,
    "adam_beta1": 0.8,
    "adam_beta2": 0.95,
    "adam_epsilon": 1e-7,
    "weight_decay": 0.02,
    "max_steps": 40,
    "warmup_steps": 7,
    "bf16": True,
    "fp16": False,
}
MODEL = torch.nn.Linear(1, 1)
MODEL.config = type("Config", (), {"hidden_size": 8})


def config_with(key, value):
    config = {"zero_optimization": {"stage": 3}}
    place = config
    *sections, last = key.split(".")
    for section in sections:
        place = place.setdefault(section, {})
    place[last] = value
    return config


def mismatches(arguments, config):
    processed = HfTrainerDeepSpeedConfig(copy.deepcopy(config))
    processed.trainer_config_process(arguments)
    try:
        processed.trainer_config_finalize(arguments, MODEL, arguments.max_steps)
    except ValueError as error:
        return [line for line in str(error).splitlines() if line.startswith("- ")]
    return []


def looked_at(arguments):
    """Every key that the Trainer compares, and every key that it only fills in."""
    compared, filled = set(), set()

    class Watching(HfTrainerDeepSpeedConfig):
        def fill_match(self, key, value, hf_key=None, must_match=True):
            (compared if must_match else filled).add(key)

        def fill_only(self, key, value, hf_key=None):
            filled.add(key)

        def is_auto(self, key):
            return True

        def is_zero3(self):
            return True

    watching = Watching({"zero_optimization": {"stage": 3}})
    watching.trainer_config_process(arguments)
    watching.trainer_config_finalize(arguments, MODEL, arguments.max_steps)
    return sorted(compared), sorted(filled)


def main(path):
    with open(path) as file:
        rows = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(output_dir=folder, use_cpu=True, **GIVEN)
        compared, filled = looked_at(arguments)
        found = {}
        for row in rows:
            values = [GIVEN[name] for name in row["arguments"]]
            same = values if len(values) > 1 else values[0]
            other = not same if isinstance(same, bool) else [one / 2 for one in values] if len(values) > 1 else same * 2
            key = row["key"]
            found[key] = {
                "same": mismatches(arguments, config_with(key, same)),
                "other": mismatches(arguments, config_with(key, other)),
            }
    print(json.dumps({"compared": compared, "filled": filled, "rows": found}))


if __name__ == "__main__":
    main(sys.argv[1])
