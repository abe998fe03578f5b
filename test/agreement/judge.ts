/** A trainer's own parser as a process that judges texts. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { layersOf, type Wanted } from '../../scripts/capture/layers.ts'
import { python } from '../../scripts/python-environment.ts'

export interface Verdict {
  readonly accepted: boolean
  readonly error?: string | readonly string[]
}

export interface Judge {
  readonly judge: (texts: readonly string[]) => Promise<readonly Verdict[]>
  readonly end: () => void
}

export function judgeOf(release: Wanted): Judge {
  const { environment } = layersOf(release)
  const { LOCAL_RANK: _, ...rest } = environment
  const process = spawn(python, [join(import.meta.dirname, 'judge_trainers.py'), release.tool], {
    env: rest,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  return {
    judge: async (texts) => {
      process.stdin.write(texts.map((text) => `${JSON.stringify(text)}\n`).join(''))
      const verdicts: Verdict[] = []
      while (verdicts.length < texts.length) {
        const { value, done } = await answers.next()
        if (done) throw new Error(`The parser of ${release.tool} ended with ${process.exitCode ?? process.signalCode}.`)
        verdicts.push(JSON.parse(value) as Verdict)
      }
      return verdicts
    },
    end: () => process.stdin.end(),
  }
}
