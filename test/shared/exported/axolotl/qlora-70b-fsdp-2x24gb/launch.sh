#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec torchrun \
  --nnodes 1 \
  --nproc_per_node 2 \
  -m axolotl.cli.train \
  axolotl.yaml \
  "$@"
