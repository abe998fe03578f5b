#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  --machine_rank "${MACHINE_RANK:-0}" \
  --main_process_ip "${MAIN_PROCESS_IP:-10.0.0.1}" \
  --main_process_port "${MAIN_PROCESS_PORT:-29500}" \
  -m trl.scripts.sft \
  --config trl.yaml \
  "$@"
