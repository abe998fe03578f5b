#!/bin/sh
accelerate launch --config_file accelerate.yaml train.py --max_grad_norm 1.0 --lora_r 16
