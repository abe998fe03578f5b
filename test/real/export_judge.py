"""Gives files that `export` wrote to the parser of the trainer they are for: `export_judge.py TOOL CASES OUT`.

CASES is a JSON list of {"folder", "file"}; OUT gets a list of null for a file that the parser takes, or of its message.
No weights are loaded and no network is asked. `EXPORT_STUBS` names packages that are stood in for.
"""

import contextlib
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "capture"))
import stubs  # noqa: E402


def on_a_gpu():
    """The parsers refuse bf16 where they see no card that has it; what they say about the file is wanted."""
    import torch

    torch.cuda.is_bf16_supported = lambda *_, **__: True


def trl():
    from trl.scripts.sft import make_parser

    def read(file):
        words = ["--config", file, "--use_cpu", "true"]
        make_parser().parse_args_and_config(words, fail_with_unknown_args=True)

    return read


def axolotl():
    import transformers.utils
    import transformers.utils.import_utils
    import yaml

    for place in (transformers.utils, transformers.utils.import_utils):
        place.is_flash_attn_2_available = lambda *_, **__: True
    from axolotl.utils.schemas.config import AxolotlInputConfig

    names = set(AxolotlInputConfig.model_fields)
    for field in AxolotlInputConfig.model_fields.values():
        for alias in (field.alias, getattr(field, "validation_alias", None)):
            if isinstance(alias, str):
                names.add(alias)

    def read(file):
        with open(file, encoding="utf-8") as opened:
            data = yaml.safe_load(opened)
        # The class takes any name, and drops those that it does not have.
        strangers = sorted(set(data) - names)
        if strangers:
            raise ValueError(f"unknown keys: {strangers}")
        AxolotlInputConfig(**data)

    return read


def llamafactory():
    from llamafactory.hparams import parser

    def read(file):
        sys.argv = ["llamafactory", file, "use_cpu=true"]
        model, data, training, finetuning, _generating = parser._parse_train_args(parser.read_args())
        parser._verify_model_args(model, data, finetuning)
        if data.dataset:
            from llamafactory.data.parser import get_dataset_list

            get_dataset_list(data.dataset, data.dataset_dir)
            get_dataset_list(data.eval_dataset, data.dataset_dir)
        if training.do_train and data.dataset is None:
            raise ValueError("Please specify dataset for training.")

    return read


def ms_swift():
    from swift.arguments import SftArguments
    from swift.cli.main import parse_yaml_args
    from transformers import HfArgumentParser

    def read(file):
        words = [file]
        parse_yaml_args(words)
        HfArgumentParser([SftArguments]).parse_args(words)

    return read


TOOLS = {"trl": trl, "axolotl": axolotl, "llamafactory": llamafactory, "ms-swift": ms_swift}


def judged(read, folder, file):
    os.chdir(folder)
    heard = io.StringIO()
    try:
        with contextlib.redirect_stderr(heard), contextlib.redirect_stdout(heard):
            read(file)
    except SystemExit:
        return heard.getvalue()[-600:] or "exit"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def main():
    tool, cases, out = sys.argv[1:4]
    stubs.install([name for name in os.environ.get("EXPORT_STUBS", "").split() if name])
    on_a_gpu()
    read = TOOLS[tool]()
    with open(cases, encoding="utf-8") as opened:
        found = [judged(read, one["folder"], one["file"]) for one in json.load(opened)]
    with open(out, "w", encoding="utf-8") as opened:
        json.dump(found, opened)


if __name__ == "__main__":
    main()
