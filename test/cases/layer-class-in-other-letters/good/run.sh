accelerate launch --config_file accelerate.yaml finetune.py --model_name_or_path Qwen/Qwen2.5-7B --use_peft --lora_r 8 --bf16 --output_dir runs/q
