"""What FSDP1 says of a layer with an adapter, with two processes on the CPU: frozen and trained, 16 and 32 bits."""

import functools
import os
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")

import torch  # noqa: E402
import torch.distributed  # noqa: E402
import torch.multiprocessing  # noqa: E402

UNIFORM_GRADIENT = "Must flatten tensors with uniform `requires_grad`"
UNIFORM_TYPE = "Must flatten tensors with uniform dtype"
CASES = [
    # dtype of the model, fsdp_use_orig_params, whose wrap policy, autocast_adapter_dtype, what FSDP1 raises
    ("float32", False, "layers", True, UNIFORM_GRADIENT),
    ("float32", True, "layers", True, None),
    ("float32", False, "peft", True, None),
    ("bfloat16", True, "layers", True, UNIFORM_TYPE),
    ("bfloat16", True, "peft", True, None),
    ("bfloat16", True, "layers", False, None),
]


def problem(dtype, original, policy, autocast):
    from peft import LoraConfig, get_peft_model
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel
    from torch.distributed.fsdp.wrap import transformer_auto_wrap_policy
    from transformers import LlamaConfig, LlamaForCausalLM
    from transformers.models.llama.modeling_llama import LlamaDecoderLayer

    config = LlamaConfig(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
    )
    model = LlamaForCausalLM(config).to(getattr(torch, dtype))
    lora = LoraConfig(r=4, target_modules=["q_proj"])
    model = get_peft_model(model, lora, autocast_adapter_dtype=autocast)
    os.environ["FSDP_TRANSFORMER_CLS_TO_WRAP"] = "LlamaDecoderLayer"
    layers = functools.partial(transformer_auto_wrap_policy, transformer_layer_cls={LlamaDecoderLayer})
    wrap = fsdp_auto_wrap_policy(model) if policy == "peft" else layers
    try:
        cpu = torch.device("cpu")
        wrapped = FullyShardedDataParallel(model, auto_wrap_policy=wrap, use_orig_params=original, device_id=cpu)
        tokens = torch.randint(0, 64, (1, 8))
        wrapped(input_ids=tokens, labels=tokens).loss.backward()
    except ValueError as error:
        return str(error)
    return None


def worker(rank, meeting, answers):
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=2)
    for *case, _ in CASES:
        said = problem(*case)
        if rank == 0:
            answers.put(said)
    torch.distributed.destroy_process_group()


def main():
    answers = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(worker, args=(os.path.join(folder, "meeting"), answers), nprocs=2)
    passed = failed = 0
    for dtype, original, policy, autocast, expected in CASES:
        said = answers.get()
        right = said is None if expected is None else said is not None and said.startswith(expected)
        passed, failed = passed + right, failed + (not right)
        what = f"{dtype}, use_orig_params {original}, wrap policy of {policy}, autocast_adapter_dtype {autocast}"
        print(f"{'✓' if right else '✗'} {what}: {said or 'trains'}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
