"""Whether the real PEFT and TRL take a file, as far as one process without a GPU and without data can tell.

Run: rule_examples_judge.py CASES, one JSON line each: {"id", "kind", "text"}. Prints a JSON line each: {"id", "problem"}.
"""

import json
import os
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")


def tiny_llama():
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=64,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=2,
        )
    )


def adapter(text, folder):
    """PEFT reads the file and puts the adapter on a small model."""
    from peft import PeftConfig, get_peft_model

    with open(os.path.join(folder, "adapter_config.json"), "w") as file:
        file.write(text)
    get_peft_model(tiny_llama(), PeftConfig.from_pretrained(folder))


def trl(text, folder):
    """TRL's script reads the file, loads a small model as it is told to and puts the adapter on it."""
    from peft import get_peft_model
    from trl import get_peft_config, get_quantization_config
    from trl.scripts.sft import make_parser
    from trl.trainer.utils import create_model_from_path

    place = os.path.join(folder, "train.yaml")
    with open(place, "w") as file:
        file.write(text + "use_cpu: true\n")
    _, arguments, model_arguments, _ = make_parser().parse_args_and_config(
        ["--config", place], fail_with_unknown_args=True
    )
    if get_quantization_config(model_arguments) is None:
        weights = os.path.join(folder, "model")
        tiny_llama().save_pretrained(weights)
        model = create_model_from_path(weights, dtype=model_arguments.dtype)
        config = get_peft_config(model_arguments)
        if config is not None:
            get_peft_model(model, config)


judges = {"peft-adapter": adapter, "trl": trl}


def main(path):
    with open(path) as file:
        cases = [json.loads(line) for line in file]
    for case in cases:
        problem = None
        with tempfile.TemporaryDirectory() as folder:
            try:
                judges[case["kind"]](case["text"], folder)
            except BaseException as error:  # a parser that exits is a refusal, too
                problem = f"{type(error).__name__}: {str(error)[:160]}"
        print(json.dumps({"id": case["id"], "problem": problem}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
