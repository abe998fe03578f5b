#!/usr/bin/env bash
#SBATCH --job-name=lora
# file
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"

# address
MAIN_PROCESS_IP=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
MAIN_PROCESS_PORT=$((20000 + SLURM_JOB_ID % 10000))
export MAIN_PROCESS_IP MAIN_PROCESS_PORT
# cpus
if [ -n "${SLURM_CPUS_PER_TASK:-}" ]; then export SRUN_CPUS_PER_TASK="$SLURM_CPUS_PER_TASK"; fi

# resume
resume=()
if [ "${SLURM_RESTART_COUNT:-0}" -gt 0 ]; then
  for checkpoint in output/checkpoint-*; do
    if [ -d "$checkpoint" ]; then resume=(--resume_from_checkpoint last); fi
  done
fi

# requeue
trap 'scontrol requeue "$SLURM_JOB_ID"' USR1
# shellcheck disable=SC2016
srun --kill-on-bad-exit=1 bash -c 'MACHINE_RANK="$SLURM_NODEID" exec bash launch.sh "$@"' _ "$@" "${resume[@]}" &
wait "$!"
