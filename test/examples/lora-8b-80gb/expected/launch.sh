#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  train.py \
  --model_name_or_path meta-llama/Llama-3.1-8B \
  --max_length 4096 \
  --packing False \
  --assistant_only_loss True \
  --dataset_name trl-lib/Capybara \
  --lora_r 16 \
  --lora_alpha 32 \
  --lora_target_modules all-linear \
  --lora_dropout 0 \
  --per_device_train_batch_size 2 \
  --gradient_accumulation_steps 8 \
  --learning_rate 0.0002 \
  --max_grad_norm 1 \
  --gradient_checkpointing True \
  --lr_scheduler_type cosine \
  --warmup_steps 0.03 \
  --weight_decay 0 \
  --optim adamw_torch_fused \
  --num_train_epochs 1 \
  --attn_implementation sdpa \
  --bf16 True \
  --logging_steps 10 \
  --save_strategy steps \
  --save_steps 500 \
  --eval_strategy no \
  --report_to none \
  --seed 42 \
  --output_dir output \
  --dtype bfloat16 \
  --use_peft True \
  "$@"
