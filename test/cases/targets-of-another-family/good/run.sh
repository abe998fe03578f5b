#!/usr/bin/env bash
llamafactory-cli train \
  --stage sft --do_train \
  --model_name_or_path THUDM/chatglm2-6b \
  --dataset tickets --template chatglm2 \
  --finetuning_type lora \
  --lora_target query_key_value \
  --per_device_train_batch_size 2 --learning_rate 1e-4 \
  --max_steps 300 --bf16 --output_dir runs/glm
