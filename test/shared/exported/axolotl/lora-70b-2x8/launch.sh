#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec torchrun \
  --nnodes 2 \
  --nproc_per_node 8 \
  --node_rank "${MACHINE_RANK:-0}" \
  --master_addr "${MAIN_PROCESS_IP:-10.0.0.1}" \
  --master_port "${MAIN_PROCESS_PORT:-29500}" \
  -m axolotl.cli.train \
  axolotl.yaml \
  "$@"
