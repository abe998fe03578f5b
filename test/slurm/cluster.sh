#!/usr/bin/env bash
# A Slurm cluster of two nodes with made-up GPUs on this machine, in a folder of its own: cluster.sh start DIR | stop DIR.
# Needs root, and Debian's slurm-wlm (its slurmd can run several times on one machine) and munge.
set -euo pipefail

folder=$2
export SLURM_CONF="$folder/slurm.conf"

start() {
  mkdir -p "$folder"/{state,spool,log,dev}
  chmod 755 "$folder"
  if ! grep -q '^127.0.0.1 lw-n1 lw-n2$' /etc/hosts; then echo '127.0.0.1 lw-n1 lw-n2' >> /etc/hosts; fi
  mkdir "$folder/munge"
  dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
  chmod 400 "$folder/munge/key"
  chmod 711 "$folder" "$folder/munge"
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  for card in 0 1; do mknod "$folder/dev/nvidia$card" c 195 "$card"; done
  cat > "$folder/slurm.conf" << CONF
ClusterName=lab
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
SlurmctldPort=16917
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
GresTypes=gpu
MailProg=/bin/true
# A job that is queued again waits for two minutes by default.
SchedulerParameters=bf_interval=1,sched_min_interval=1
KillWait=5
NodeName=lw-n[1-2] NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=[17101-17102] CPUs=16 RealMemory=1000 Gres=gpu:2 State=UNKNOWN
PartitionName=gpu Nodes=lw-n[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
  echo "NodeName=lw-n[1-2] Name=gpu File=$folder/dev/nvidia[0-1]" > "$folder/gres.conf"
  slurmctld -c
  for node in lw-n1 lw-n2; do slurmd -N "$node"; done
  for _ in $(seq 60); do
    if [ "$(sinfo -h -N -t idle -o %N | wc -l)" = 2 ]; then return; fi
    sleep 1
  done
  cat "$folder"/log/*.log >&2
  return 1
}

stop() {
  for file in "$folder"/slurmd-lw-n1.pid "$folder"/slurmd-lw-n2.pid "$folder"/slurmctld.pid "$folder"/munge/pid; do
    if [ -f "$file" ]; then kill "$(cat "$file")" 2> /dev/null || true; fi
  done
  # /etc/hosts may be mounted, so that it can only be written in place.
  kept=$(grep -v '^127.0.0.1 lw-n1 lw-n2$' /etc/hosts)
  printf '%s\n' "$kept" > /etc/hosts
}

"$1"
