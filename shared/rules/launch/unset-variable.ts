/** The command uses a variable that the script never sets. */

import { launchesOfRun, spotAt } from '../../lookup/started-launches.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchUnsetVariable = rule({
  id: 'launch/unset-variable',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [page('https://www.gnu.org/software/bash/manual/bash.html#Shell-Parameter-Expansion', '2026-12-01')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const told = new Set<string>()
      for (const { file, launch } of launchesOfRun(set)) {
        const { words } = launch.command
        const { unset, unread } = file.reading.launches?.variables ?? { unset: new Set<string>(), unread: [] }
        // A script that leaves a variable of its own unread has probably misspelled it; other names come from where the script is called.
        if (unread.length === 0) continue
        for (const { pieces } of words) {
          for (const { unknown, start, end } of pieces) {
            const name = unknown?.why === 'variable' ? unknown.names[0] : undefined
            if (name === undefined || !unset.has(name) || told.has(`${file.path} ${name}`)) continue
            told.add(`${file.path} ${name}`)
            yield {
              spot: spotAt(file, name, start, end),
              facts: {
                variable: name,
                set: unread
                  .map((one) => one.name)
                  .slice(0, 5)
                  .join(', '),
              },
            }
          }
        }
      }
    },
    example: {
      bad: {
        'launch.sh': '#!/bin/bash\nSCRIPT_ARGS="--bf16 True"\naccelerate launch --num_processes 8 train.py $ARGS\n',
      },
      good: {
        'launch.sh':
          '#!/bin/bash\nSCRIPT_ARGS="--bf16 True"\naccelerate launch --num_processes 8 train.py $SCRIPT_ARGS\n',
      },
    },
  },
})
