#!/bin/bash
#SBATCH --nodes=2
#SBATCH --gpus-per-node=4
GPUS=4
ADDRESS=$(hostname)
LAUNCH="accelerate launch --num_machines $SLURM_NNODES --num_processes $((GPUS * SLURM_NNODES)) --main_process_ip $ADDRESS --main_process_port 29500 --rdzv_backend c10d"
TRAIN=finetune.py
TRAIN_ARGS="--model_name_or_path facebook/opt-1.3b --bf16 --per_device_train_batch_size 2 --gradient_accumulation_steps 8 --learning_rate 1e-4 --max_steps 300 --output_dir runs/a"
srun $LAUNCH $TRAIN $TRAIN_ARGS
