"""Lets a trainer's own parser judge files: `judge_trainers.py TOOL`, texts as JSON lines on the input, verdicts on the output.

What is judged is what the tool does before it looks for a GPU, a model, or data: it reads the file and makes its
arguments of it. A GPU of a usual kind is assumed.
"""

import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "..", "scripts", "capture"))

import stubs  # noqa: E402

stubs.install([name for name in os.environ.get("CAPTURE_STUBS", "").split() if name])
#: One GPU that computes in BF16 and FP8.
CAPABILITIES = {"bf16": True, "fp8": True, "tf32": True, "n_gpu": 1, "n_node": 1, "compute_capability": "sm_90"}


def axolotl():
    """The models of its file, as `axolotl.utils.config.validate_config` fills them; the module itself imports the trainer."""
    import yaml

    schema = importlib.import_module("axolotl.utils.schemas.config")

    def judge(text):
        read = yaml.safe_load(text)
        given = {**read, "capabilities": dict(CAPABILITIES), "env_capabilities": {"torch_version": "2.13.0"}}
        schema.AxolotlConfigWCapabilities(**given)

    return judge


def with_gpu():
    """Transformers asks for a GPU before it accepts BF16 and FP16."""
    import transformers.training_args as arguments

    arguments.is_torch_bf16_gpu_available = lambda: True
    arguments.TrainingArguments.device = property(lambda self: None)
    arguments.TrainingArguments._setup_devices = property(lambda self: None)


def llamafactory():
    with_gpu()
    parser = importlib.import_module("llamafactory.hparams.parser")
    from omegaconf import OmegaConf

    def judge(text):
        read = OmegaConf.to_container(OmegaConf.merge(OmegaConf.create(text), OmegaConf.from_cli([])))
        parser._parse_train_args(read)

    return judge


def swift():
    place = "swift.arguments" if importlib.util.find_spec("swift.arguments") else "swift.llm.argument"
    arguments = importlib.import_module(place)
    command = importlib.import_module("swift.cli.main")
    from transformers import HfArgumentParser

    cls = getattr(arguments, "SftArguments", None) or arguments.TrainArguments
    parser = HfArgumentParser([cls])
    def judge(text):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            words = [file.name]
            command.parse_yaml_args(words)
        _, rest = parser.parse_known_args(words)
        if rest:
            raise ValueError(f"remaining_argv: {rest}")

    return judge


JUDGES = {"axolotl": axolotl, "llamafactory": llamafactory, "ms-swift": swift}


def main():
    out = sys.stdout
    sys.stdout = io.StringIO()
    judge = JUDGES[sys.argv[1]]()
    # Files name a JSON of DeepSpeed's, which has to be there.
    os.chdir(tempfile.mkdtemp())
    with open("ds_config.json", "w", encoding="utf-8") as file:
        json.dump({"zero_optimization": {"stage": 3}, "train_micro_batch_size_per_gpu": "auto"}, file)
    for line in sys.stdin:
        heard = io.StringIO()
        try:
            with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
                judge(json.loads(line))
            verdict = {"accepted": True}
        except SystemExit:
            verdict = {"accepted": False, "error": heard.getvalue().strip().splitlines()[-1:]}
        except Exception as error:
            verdict = {"accepted": False, "error": f"{type(error).__name__}: {error}"[:600]}
        out.write(json.dumps(verdict) + "\n")
        out.flush()


main()
