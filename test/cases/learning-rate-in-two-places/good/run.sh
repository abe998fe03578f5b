#!/usr/bin/env bash
set -euo pipefail
deepspeed --num_gpus 4 finetune.py \
  --deepspeed zero2.json \
  --model_name_or_path mistralai/Mistral-7B-v0.3 \
  --learning_rate 1e-4 --warmup_steps 10 --lr_scheduler_type cosine \
  --per_device_train_batch_size 2 --gradient_accumulation_steps 4 \
  --max_steps 1000 --bf16 --output_dir runs/mistral
