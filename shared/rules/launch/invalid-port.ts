/** A port that is no whole number from 0 to 65535. */
import { argument, hit, launchedOf, path, startsMany } from '../../lookup/keys.ts'
import { isWhole, numberOf, pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchInvalidPort = rule({
  id: 'launch/invalid-port',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:233'), accelerate('src/accelerate/utils/other.py:523')],
  reads: {
    options: ['accelerate.main_process_port'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'main_process_port')
        if (!one || !startsMany(root) || typeOf(one.entry.value) === 'null') continue
        const { value } = one.entry
        const number = numberOf(value)
        if (number === 0) continue
        const machines = argument(root, 'num_machines')
        const rank = argument(root, 'machine_rank')
        const elsewhere =
          ((machines && numberOf(machines.entry.value)) ?? 1) > 1 &&
          Number(rank ? pythonText(rank.entry.value) : 0) !== 0
        const text = pythonText(value)
        const fine = elsewhere
          ? // torchrun reads it from the address, and takes no leading zero.
            /^(?:0|[1-9]\d*)\s*$/.test(text) && Number(text) <= 65_535
          : number !== undefined && typeOf(value) === 'int' && number >= 0 && number <= 65_535
        if (fine) continue
        const meant = Number(text)
        const fix: Change[] | undefined =
          isWhole(text) && meant >= 0 && meant <= 65_535 ? [{ path: path(one.path), value: meant }] : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\nmain_process_port: '29501'\n" },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmain_process_port: 29501\n' },
    },
  },
})
