#!/bin/bash
#SBATCH -N 3
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=4
HEAD=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
srun --kill-on-bad-exit=1 bash -c "accelerate launch --config_file fsdp.yaml --main_process_ip $HEAD --main_process_port 29511 --machine_rank \$SLURM_PROCID finetune.py --model_name_or_path facebook/opt-1.3b --bf16 --per_device_train_batch_size 2 --gradient_accumulation_steps 8 --learning_rate 1e-4 --max_steps 300 --output_dir runs/a"
