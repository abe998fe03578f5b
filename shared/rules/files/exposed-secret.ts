/** A token in a file that will be shared. */
import { placeIn } from '../../python/yaml/node.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

const secret =
  /\bhf_[A-Za-z0-9]{30,}\b|\bsk-[A-Za-z0-9_-]{32,}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bAKIA[0-9A-Z]{16}\b|WANDB_API_KEY["']?\s*[:=]\s*["']?[0-9a-f]{40}\b/g

export const filesExposedSecret = rule({
  id: 'files/exposed-secret',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [
    page(
      'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
      '2026-11-24',
    ),
  ],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const match of file.text.matchAll(secret)) {
          const at = placeIn(file.text, match.index)
          yield {
            spot: { file, key: '', at, end: match.index + match[0].length },
            facts: { begins: match[0].slice(0, 5) },
          }
        }
      }
    },
    example: {
      bad: {
        'launch.sh': `export HF_TOKEN=hf_${'aBc123'.repeat(6)}\naccelerate launch --config_file accelerate.yaml train.py\n`,
      },
      good: {
        'launch.sh': 'export HF_TOKEN="$(cat ~/.hf_token)"\naccelerate launch --config_file accelerate.yaml train.py\n',
      },
    },
  },
})
