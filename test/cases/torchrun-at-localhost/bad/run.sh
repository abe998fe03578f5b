#!/bin/sh
# Started on each machine: NODE=0 sh run.sh
torchrun --nnodes 3 --nproc-per-node 8 --node-rank $NODE --master-addr localhost --master-port 29777 finetune.py --model_name_or_path facebook/opt-1.3b --bf16 --per_device_train_batch_size 2 --gradient_accumulation_steps 8 --learning_rate 1e-4 --max_steps 300 --output_dir runs/a
