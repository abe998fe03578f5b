"""What a merge makes of an adapter on tied embeddings: the adapter works, and only the merged model is wrong."""

import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")

import torch  # noqa: E402
from peft import LoraConfig, PeftModel, get_peft_model  # noqa: E402
from transformers import AutoModelForCausalLM, Qwen2Config, Qwen2ForCausalLM  # noqa: E402

CASES = [
    # targets, modules_to_save, ensure_weight_tying, whether a merge changes the numbers
    (["q_proj", "lm_head"], None, False, True),
    (["q_proj", "embed_tokens"], None, False, True),
    (["q_proj", "embed_tokens"], None, True, True),
    (["q_proj"], ["embed_tokens", "lm_head"], False, False),
    (["q_proj"], ["lm_head"], False, False),
    (["q_proj"], ["embed_tokens"], True, False),
    (["q_proj"], None, False, False),
]


def base_model(folder):
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        tie_word_embeddings=True,
    )
    Qwen2ForCausalLM(config).save_pretrained(folder)


def difference(one, other, tokens):
    return (one(input_ids=tokens).logits - other).abs().max().item()


def differences(base, targets, modules, tying):
    """How far the reloaded adapter, and the merged model after reloading, are from the trained model."""
    torch.manual_seed(1)
    tokens = torch.randint(0, 64, (2, 8))
    config = LoraConfig(
        r=4,
        target_modules=list(targets),
        modules_to_save=modules and list(modules),
        ensure_weight_tying=tying,
        task_type="CAUSAL_LM",
        init_lora_weights="gaussian",
    )
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base), config)
    optimizer = torch.optim.SGD([one for one in model.parameters() if one.requires_grad], lr=0.1)
    for _ in range(3):
        model(input_ids=tokens, labels=tokens).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval()
    trained = model(input_ids=tokens).logits.detach()
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        again = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), folder).eval()
        adapter = difference(again, trained, tokens)
    with tempfile.TemporaryDirectory() as folder:
        model.merge_and_unload().save_pretrained(folder)
        merged = difference(AutoModelForCausalLM.from_pretrained(folder).eval(), trained, tokens)
    return adapter, merged


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as base:
        base_model(base)
        for targets, modules, tying, changes in CASES:
            adapter, merged = differences(base, targets, modules, tying)
            right = adapter < 1e-3 and (merged > 1e-2) == changes
            passed, failed = passed + right, failed + (not right)
            what = f"targets {targets}, modules_to_save {modules}, ensure_weight_tying {tying}"
            print(f"{'✓' if right else '✗'} {what}: adapter {adapter:.4f}, merged {merged:.4f}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
