#!/usr/bin/env bash
# GPUs 0 and 1 belong to somebody else.
deepspeed --include=localhost:4,5 finetune.py --deepspeed ds.json --model_name_or_path facebook/opt-1.3b --bf16 --per_device_train_batch_size 2 --gradient_accumulation_steps 8 --learning_rate 1e-4 --max_steps 300 --output_dir runs/a
