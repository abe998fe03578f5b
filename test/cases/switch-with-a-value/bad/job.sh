#!/bin/bash
#SBATCH --nodes=2
#SBATCH --gpus-per-node=8
srun bash -c 'accelerate launch --multi_gpu --mixed_precision bf16 \
  --num_machines $SLURM_NNODES --num_processes $((SLURM_NNODES * 8)) --machine_rank $SLURM_NODEID \
  --main_process_ip $MASTER_ADDR --main_process_port 29500 --same_network False \
  finetune.py --model_name_or_path facebook/opt-1.3b --bf16 --per_device_train_batch_size 2 --gradient_accumulation_steps 8 --learning_rate 1e-4 --max_steps 300 --output_dir runs/a'
