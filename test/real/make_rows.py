"""Makes what trainings are tried with: rows in a form of Datasets, and a small model without a chat template.

python make_rows.py FORM FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

CHAT = [
    {
        "messages": [
            {"role": "user", "content": f"What is {number} plus one?"},
            {"role": "assistant", "content": f"{number + 1}, of course."},
        ]
    }
    for number in range(64)
]


def write_model(folder: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    special = ["<pad>", "<s>", "</s>"]
    vocabulary = {token: n for n, token in enumerate(special + sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    ).save_pretrained(folder)
    config = LlamaConfig(
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        vocab_size=len(vocabulary),
        max_position_embeddings=512,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


def main() -> None:
    form, folder = sys.argv[1], Path(sys.argv[2])
    if form == "model":
        write_model(folder / "small")
    elif form == "object":
        from datasets import Dataset

        Dataset.from_list(CHAT).save_to_disk(str(folder / "saved"))
    else:
        raise SystemExit(f"unknown form {form}")
    print(json.dumps({"made": form}))


if __name__ == "__main__":
    main()
