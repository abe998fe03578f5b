#!/bin/bash
deepspeed --num_gpus 4 finetune.py --deepspeed z2.json --bf16 --output_dir out --model_name_or_path facebook/opt-6.7b \
  --learning_rate 1e-4 --save_steps 200 --logging_steps 5 --num_train_epochs 2
