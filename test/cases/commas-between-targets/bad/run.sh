#!/usr/bin/env bash
NPROC_PER_NODE=4 swift sft \
  --model Qwen/Qwen2.5-14B-Instruct \
  --dataset tickets.jsonl \
  --target_modules 'q_proj', 'v_proj' \
  --per_device_train_batch_size 1 \
  --learning_rate 1e-4 --max_length 4096 \
  --deepspeed zero3 --output_dir runs/swift
