#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  --machine_rank "${MACHINE_RANK:-0}" \
  train.py \
  --model_name_or_path meta-llama/Llama-2-70b-hf \
  --max_length 8192 \
  --packing False \
  --assistant_only_loss True \
  --dataset_name trl-lib/Capybara \
  --lora_r 16 \
  --lora_alpha 32 \
  --lora_target_modules q_proj k_proj v_proj o_proj \
  --lora_dropout 0.1 \
  --per_device_train_batch_size 1 \
  --gradient_accumulation_steps 1 \
  --learning_rate 0.0003 \
  --max_grad_norm 0.3 \
  --gradient_checkpointing True \
  --lr_scheduler_type cosine \
  --warmup_steps 0.03 \
  --weight_decay 0 \
  --optim adamw_torch_fused \
  --num_train_epochs 1 \
  --attn_implementation flash_attention_2 \
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
