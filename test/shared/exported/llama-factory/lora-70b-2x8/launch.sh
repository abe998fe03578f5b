#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

export FORCE_TORCHRUN=1
export NPROC_PER_NODE=8
export NNODES=2
export NODE_RANK="${MACHINE_RANK:-0}"
export MASTER_ADDR="${MAIN_PROCESS_IP:-10.0.0.1}"
export MASTER_PORT="${MAIN_PROCESS_PORT:-29500}"
exec llamafactory-cli train llama-factory.yaml \
  "$@"
