/** The launcher is given no script to start. */

import { launchesOfRun, optionOf, spotAt, spotOfFlag } from '../../lookup/started-launches.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchMissingScript = rule({
  id: 'launch/missing-script',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  reads: {
    options: ['output.script'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const { script, launcher } = started.launch
        const { unset, unread } = started.file.reading.launches?.variables ?? { unset: new Set<string>(), unread: [] }
        if (!script) {
          if (launcher.id !== 'accelerate' || optionOf(started, 'help', 'h')) continue
          yield { spot: spotOfFlag(started), facts: { launcher: 'accelerate launch' } }
          continue
        }
        const name = script.pieces.length === 1 ? script.pieces[0]?.unknown?.names[0] : undefined
        // The script's name is in a variable that nobody reads, and the command reads one that nobody sets.
        if (name === undefined || script.pieces[0]?.unknown?.why !== 'variable' || !unset.has(name)) continue
        if (!unread.some((variable) => variable.isScript)) continue
        yield { spot: spotAt(started.file, name, script.start, script.end), facts: { launcher: 'accelerate launch' } }
      }
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --num_processes 8\n' },
      good: { 'launch.sh': 'accelerate launch --num_processes 8 train.py\n' },
    },
  },
})
