/** Several GPUs of the RTX 40 series started by another launcher than Accelerate's, which turns P2P off for them. */
import { certainValue } from '../../launchers/start.ts'
import { gpuNamed } from '../../lookup/run.ts'
import { launchesOfRun, spotOfFlag } from '../../lookup/started-launches.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const switches = ['NCCL_P2P_DISABLE', 'NCCL_IB_DISABLE']

export const hardwareP2pUnsupported = rule({
  id: 'hardware/p2p-unsupported',
  severity: 'hint',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/state.py:318-325'), accelerate('src/accelerate/utils/environment.py:197-222')],
  reads: {
    options: ['hardware.gpu'],
    files: ['accelerate', 'launch-script', 'lora-wizard', 'trl'],
  },
  files: {
    *check(set) {
      const gpu = gpuNamed(set.run.config['hardware.gpu'])
      if (!gpu?.name.startsWith('RTX 40')) return
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        const { launcher, environment } = started.launch
        if (!machine || !['torchrun', 'deepspeed'].includes(launcher.id) || machine.start.refusal) continue
        const missing = switches.filter((name) => !environment.has(name))
        if (missing.length === 0 || certainValue(machine.start.processes) === 1) continue
        yield {
          spot: spotOfFlag(started, 'nproc_per_node', 'num_gpus'),
          facts: { gpu: gpu.name, missing, launcher: launcher.id },
        }
      }
    },
    example: {
      bad: {
        'lora-wizard.yaml': 'version: 1\nhardware:\n  gpu: RTX 4090\n  gpus_per_machine: 2\n',
        'run.sh': 'torchrun --nproc_per_node 2 train.py\n',
      },
      good: {
        'lora-wizard.yaml': 'version: 1\nhardware:\n  gpu: RTX 4090\n  gpus_per_machine: 2\n',
        'run.sh': 'export NCCL_P2P_DISABLE=1 NCCL_IB_DISABLE=1\ntorchrun --nproc_per_node 2 train.py\n',
      },
    },
  },
})
