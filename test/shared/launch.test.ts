/** What each process of each machine starts with, for scripts that say it in every way. */
import { describe, expect, test } from 'vitest'
import { startsOf } from '../../shared/launch.ts'
import type { Fact } from '../../shared/launchers/start.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'

const shown = (fact: Fact<string | number> | undefined): string =>
  fact === undefined ? '-' : fact.known ? String(fact.value) : `?${fact.text}`

/** `machine rank/machines×processes address:port gpus | ranks` for every machine of every launch. */
function told(files: Readonly<Record<string, string>>): readonly string[] {
  const all = Object.entries(files).flatMap(([path, text]): readonly ReadFile[] => {
    const reading = read(text)
    return reading ? [{ path, text, reading }] : []
  })
  return startsOf(all).flatMap(({ machines }) =>
    machines.map(({ index, start, processes }) =>
      start.refusal
        ? `${index} ${start.refusal}`
        : `${index} ${shown(start.machineRank)}/${shown(start.machines)}×${shown(start.processes)} ` +
          `${shown(start.address)}:${shown(start.port)} ${shown(start.visible)} | ${processes.map(({ rank }) => shown(rank)).join(' ')}`,
    ),
  )
}

const yaml = (more: string): string => `compute_environment: LOCAL_MACHINE\n${more}`

describe('what each process starts with', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'one machine, from a file',
      {
        'a.yaml': yaml('distributed_type: MULTI_GPU\nnum_processes: 2\ngpu_ids: 4,5\n'),
        'run.sh': 'accelerate launch --config_file a.yaml train.py',
      },
      ['0 0/1×2 127.0.0.1:29500 4,5 | 0 1'],
    ],
    [
      'flags win over the file, the last of a repeated one over the others',
      {
        'a.yaml': yaml('distributed_type: MULTI_GPU\nnum_processes: 2\n'),
        'run.sh': 'accelerate launch --config_file a.yaml --num_processes 8 --num_processes 3 train.py',
      },
      ['0 0/1×3 127.0.0.1:29500 - | 0 1 2'],
    ],
    [
      'two machines under Slurm, the rank expanded on each of them',
      {
        'job.sh': `#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --gpus-per-node=2\nsrun bash -c 'accelerate launch --multi_gpu --num_machines $SLURM_NNODES --num_processes $((SLURM_NNODES * SLURM_GPUS_ON_NODE)) --machine_rank $SLURM_NODEID --main_process_ip head --main_process_port 1234 train.py'`,
      },
      ['0 0/2×2 head:1234 - | 0 1', '1 1/2×2 head:1234 - | 2 3'],
    ],
    [
      'the same, expanded before it reaches them',
      {
        'job.sh': `#!/bin/bash\n#SBATCH --nodes=2\nsrun bash -c "accelerate launch --multi_gpu --num_machines 2 --num_processes 2 --machine_rank $SLURM_NODEID --main_process_ip head --main_process_port 1234 train.py"`,
      },
      ['0 ?$SLURM_NODEID/2×1 head:1234 - | ?$SLURM_NODEID', '1 ?$SLURM_NODEID/2×1 head:1234 - | ?$SLURM_NODEID'],
    ],
    [
      'several machines without a file need a rank',
      { 'run.sh': 'accelerate launch --multi_gpu --num_machines 2 --num_processes 4 train.py' },
      ['0 rank-missing'],
    ],
    [
      'a file that says nothing of the rank says 0',
      {
        'a.yaml': yaml('distributed_type: FSDP\nnum_processes: 4\nnum_machines: 2\nmain_process_ip: 10.0.0.1\n'),
        'run.sh': 'accelerate launch --config_file a.yaml train.py',
      },
      ['0 0/2×2 10.0.0.1:29500 - | 0 1'],
    ],
    [
      'DeepSpeed over several machines goes through pdsh unless another launcher is named',
      {
        'a.yaml': yaml(
          'distributed_type: DEEPSPEED\nnum_processes: 4\nnum_machines: 2\ndeepspeed_config: {zero_stage: 2}\n',
        ),
        'run.sh': 'accelerate launch --config_file a.yaml train.py',
      },
      ['0 -/2×2 ?the first host:29500 - | ?the launcher ?the launcher'],
    ],
    [
      'torchrun alone',
      { 'run.sh': 'torchrun --nproc-per-node=2 train.py' },
      ['0 -/1×2 localhost:?a free port - | 0 1'],
    ],
    [
      'torchrun on several machines starts at 127.0.0.1 unless it is told another address, whatever MASTER_ADDR is',
      { 'run.sh': 'export MASTER_ADDR=head\ntorchrun --nnodes 2 --node-rank 1 --nproc_per_node 2 train.py' },
      ['0 1/2×2 127.0.0.1:29500 - | 2 3'],
    ],
    [
      'with c10d the ranks come as the machines do',
      { 'run.sh': 'torchrun --nnodes 2 --nproc_per_node 1 --rdzv_backend c10d --rdzv_endpoint head:1 train.py' },
      ['0 -/2×1 head:?a free port - | ?who comes first'],
    ],
    [
      'argparse completes a name that is the only one to begin so',
      { 'run.sh': 'torchrun --nnode 2 --node 1 --nproc 1 --master_a head --master_p 7 train.py' },
      ['0 1/2×1 head:7 - | 1'],
    ],
    [
      'deepspeed takes the visible GPUs, unless it is told a number',
      { 'run.sh': 'export CUDA_VISIBLE_DEVICES=2,3\ndeepspeed train.py\ndeepspeed --num_gpus 2 train.py' },
      ['0 0/1×2 127.0.0.1:29500 2,3 | 0 1', '0 0/1×2 127.0.0.1:29500 0,1 | 0 1'],
    ],
    [
      'deepspeed refuses a filter beside a number, and machines without a host file',
      {
        'run.sh':
          'deepspeed --include localhost:1 --num_gpus 1 train.py\ndeepspeed --num_nodes 2 train.py\ndeepspeed --include localhost:5,1 train.py',
      },
      ['0 include-beside-count', '0 machines-without-hostfile', '0 0/1×2 127.0.0.1:29500 1,5 | 0 1'],
    ],
    [
      'a loop over hosts is one launch of which the rank is not known',
      {
        'run.sh':
          'for i in 0 1; do ssh node$i "torchrun --nnodes 2 --node_rank $i --nproc_per_node 1 --master_addr node0 train.py" & done',
      },
      ['0 ?$i/2×1 node0:29500 - | ?$i'],
    ],
    ['a launcher without a script', { 'run.sh': 'accelerate launch --num_processes 2' }, ['0 no-script']],
    [
      'a variable for one command',
      { 'run.sh': 'CUDA_VISIBLE_DEVICES=1 accelerate launch --num_processes 1 train.py' },
      ['0 -/1×1 -:- 1 | -'],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected)
  })
})
