/** CPU clusters under mpirun: the keys of `mpirun_config`. Read, kept and explained, not asked. */
import { accelerate } from '../source.ts'
import { group, text } from './field.ts'
import { when } from './when.ts'

export const mpirun = group('mpirun', {
  mpirun_hostfile: text({
    default: null,
    level: 'known',
    appliesWhen: when('accelerate.distributed_type', 'MULTI_CPU'),
    emits: { accelerate: 'mpirun_config.mpirun_hostfile', launch: 'mpirun_hostfile' },
    written: 'given',
    honoured: true,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:162'),
      accelerate('src/accelerate/utils/launch.py:110'),
    ],
  }),
  'bind-to': text({
    default: 'socket',
    level: 'known',
    appliesWhen: when('accelerate.distributed_type', 'MULTI_CPU'),
    emits: { accelerate: 'mpirun_config.bind-to' },
    written: 'given',
    honoured: true,
    sources: [accelerate('src/accelerate/utils/launch.py:112')],
  }),
  mpirun_ccl: text({
    default: null,
    level: 'known',
    appliesWhen: when('accelerate.distributed_type', 'MULTI_CPU'),
    emits: { accelerate: 'mpirun_config.mpirun_ccl' },
    written: 'given',
    honoured: false,
    sources: [accelerate('src/accelerate/commands/config/config_args.py:202')],
  }),
})
