"""Counts parameters with the real transformers and peft on the meta device.

Reads JSON lines {"id", "model_type", "config", "fused", "sets": [[...], "all-linear"], "ranks": [...]} from a file and
prints one JSON line a case: {"id", "total", "counts": [[set index, rank, trainable or error], ...]}.
"""

import json
import multiprocessing
import sys
import warnings

warnings.filterwarnings("ignore")


def fuse(model, torch):
    """Puts one qkv_proj in the place of q_proj, k_proj and v_proj, as the MLPerf checkpoint has it."""
    for layer in model.model.layers:
        attention = layer.self_attn
        out = sum(getattr(attention, name).out_features for name in ("q_proj", "k_proj", "v_proj"))
        width = attention.q_proj.in_features
        for name in ("q_proj", "k_proj", "v_proj"):
            delattr(attention, name)
        attention.qkv_proj = torch.nn.Linear(width, out, bias=False)


def judge(line):
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoConfig, AutoModelForCausalLM, logging

    logging.set_verbosity_error()
    case = json.loads(line)
    given = {key: value for key, value in case["config"].items() if key != "model_type"}
    if case["model_type"] == "falcon" and "num_kv_heads" not in given:
        # Falcon's own names for grouped keys and values.
        heads = given.pop("num_key_value_heads", 1)
        given |= {"num_kv_heads": heads, "new_decoder_architecture": heads > 1, "multi_query": heads == 1}
    tokens = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
    config = AutoConfig.for_model(case["model_type"], **tokens, **given)
    counts = []
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
        if case["fused"]:
            fuse(model, torch)
        total = sum(parameter.numel() for parameter in model.parameters())
        for index, targets in enumerate(case["sets"]):
            for rank in case["ranks"]:
                try:
                    adapted = get_peft_model(
                        model, LoraConfig(r=rank, target_modules=targets), low_cpu_mem_usage=True
                    )
                    trainable = sum(p.numel() for p in adapted.parameters() if p.requires_grad)
                    counts.append([index, rank, trainable])
                    model = adapted.unload()
                    if hasattr(model, "peft_config"):
                        del model.peft_config
                except ValueError as error:
                    counts.append([index, rank, str(error)[:200]])
    return json.dumps({"id": case["id"], "total": total, "counts": counts})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    with multiprocessing.Pool(2, maxtasksperchild=8) as pool:
        for answer in pool.imap_unordered(judge, lines):
            print(answer, flush=True)


if __name__ == "__main__":
    main()
