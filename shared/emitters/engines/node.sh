#!/usr/bin/env bash
# Starts this machine's part of the run in a pod. The files are in /config, and what is kept is in /workspace.
set -euo pipefail

export MACHINE_RANK="${PET_NODE_RANK:-${RANK:-${JOB_COMPLETION_INDEX:-0}}}"
export MAIN_PROCESS_IP="${PET_MASTER_ADDR:-${MASTER_ADDR:-127.0.0.1}}"
export MAIN_PROCESS_PORT="${PET_MASTER_PORT:-${MASTER_PORT:-29500}}"

mkdir -p /tmp/run
cd /tmp/run
cp -L /config/* .
if [ -d /workspace ] && [[ "$OUTPUT_DIR" != /* ]]; then
  mkdir -p "/workspace/$OUTPUT_DIR" "./$(dirname -- "$OUTPUT_DIR")"
  ln -sfn "/workspace/$OUTPUT_DIR" "./$OUTPUT_DIR"
fi

# A pod that was started again continues from the last checkpoint.
resume=()
for checkpoint in "$OUTPUT_DIR"/checkpoint-*; do
  if [ -d "$checkpoint" ]; then read -ra resume <<< "${RESUME:-}"; fi
done
exec bash launch.sh "${resume[@]}"
