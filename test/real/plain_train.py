"""A script with its values in the code, and with the names of the model and the data there too."""

import argparse

import datasets
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed
from trl import SFTConfig, SFTTrainer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--output_dir", default="output")
    parser.add_argument("--resume_from_checkpoint")
    given, _ = parser.parse_known_args()
    set_seed(42)
    training = SFTConfig(
        output_dir=given.output_dir,
        learning_rate=2e-4,
        per_device_train_batch_size=1,
        gradient_accumulation_steps=1,
        num_train_epochs=1,
        max_length=128,
        max_grad_norm=0.1,
        lr_scheduler_type="cosine",
        warmup_steps=0.03,
        save_steps=500,
        optim="adamw_torch_fused",
        gradient_checkpointing=True,
        assistant_only_loss=True,
        bf16=True,
        seed=42,
    )
    trainer = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B", dtype="bfloat16"),
        args=training,
        train_dataset=datasets.load_dataset("json", data_files="rows.jsonl", split="train"),
        processing_class=AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B"),
        peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    trainer.train(resume_from_checkpoint=given.resume_from_checkpoint)
    trainer.save_model()


if __name__ == "__main__":
    main()
