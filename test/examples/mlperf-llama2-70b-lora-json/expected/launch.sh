#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  scripts/train.py \
  --model_path regisss/llama2-70b-fused-qkv-mlperf \
  --max_seq_len 8192 \
  --dataset_path regisss/scrolls_gov_report_preprocessed_mlperf_2 \
  --lora_r 16 \
  --lora_alpha 32 \
  --lora_target_modules qkv_proj,o_proj \
  --lora_dropout 0.1 \
  --per_device_train_batch_size 1 \
  --gradient_accumulation_steps 1 \
  --learning_rate 0.0004 \
  --max_grad_norm 0.3 \
  --use_gradient_checkpointing True \
  --lr_scheduler_type cosine \
  --weight_decay 0.0001 \
  --max_steps 1024 \
  --bf16 True \
  --logging_steps 24 \
  --eval_steps 48 \
  --seed 42 \
  --output_dir ./results/llama-70b_scrolls_gov_report_r16 \
  --target_eval_loss 0.925 \
  --warmup_ratio 0 \
  --use_peft_lora True \
  --use_flash_attn \
  "$@"
