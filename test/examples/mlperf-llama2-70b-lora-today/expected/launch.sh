#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  train.py \
  --model_name_or_path meta-llama/Llama-2-70b-hf \
  --max_length 8192 \
  --packing True \
  --assistant_only_loss True \
  --dataset_name ccdv/govreport-summarization \
  --lora_r 16 \
  --lora_alpha 32 \
  --lora_target_modules q_proj k_proj v_proj o_proj \
  --lora_dropout 0.1 \
  --per_device_train_batch_size 1 \
  --gradient_accumulation_steps 1 \
  --learning_rate 0.0004 \
  --max_grad_norm 0.3 \
  --gradient_checkpointing True \
  --lr_scheduler_type cosine \
  --warmup_steps 0 \
  --weight_decay 0.0001 \
  --optim adamw_torch \
  --max_steps 1024 \
  --attn_implementation flash_attention_2 \
  --bf16 True \
  --logging_steps 24 \
  --save_strategy steps \
  --save_steps 192 \
  --eval_strategy steps \
  --eval_steps 48 \
  --per_device_eval_batch_size 1 \
  --report_to none \
  --seed 42 \
  --output_dir output \
  --dtype bfloat16 \
  --use_peft True \
  "$@"
