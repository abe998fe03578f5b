/** `node scripts/bench-check.ts [COUNT]`: checks many files, beside bare parsing with `yaml` and the real loader of Accelerate, all of the same files in the same run. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { foundIn, usual } from '../cli/check-run.ts'
import { gather } from '../cli/gather-files.ts'
import { realHost } from '../cli/host.ts'
import { remarksOf } from '../cli/remarks.ts'
import { wordingOf } from '../cli/wording.ts'
import { resolve } from '../shared/config.ts'
import { plan } from '../shared/plan.ts'
import { presets } from '../shared/presets/index.ts'

const count = Number(process.argv[2] ?? 1000)
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-bench-'))
try {
  const paths: string[] = []
  for (let index = 0; index < count; index++) {
    const preset = presets[index % presets.length]
    const answers = { ...preset?.answers, 'training.max_grad_norm': 0.1 + (index % 50) / 50 }
    const remarks = remarksOf(wordingOf('en'), index % 2 === 0)
    const text = plan(resolve(answers), remarks).files.find(({ path }) => path === 'accelerate.yaml')?.text ?? ''
    // One folder for each, so that every file is a run of its own.
    mkdirSync(join(folder, String(index)))
    const path = join(folder, String(index), 'accelerate.yaml')
    writeFileSync(path, index % 7 === 0 ? text.replace('zero_stage', 'zero_stge') : text)
    paths.push(path)
  }
  // Time on the processor, so that a busy machine makes no difference.
  const timed = async (action: () => unknown): Promise<number> => {
    const since = process.cpuUsage()
    await action()
    const { user, system } = process.cpuUsage(since)
    return (user + system) / 1000
  }
  const parsing = () => {
    for (const path of paths) parse(readFileSync(path, 'utf8'))
  }
  const terms = { ...usual, exists: () => undefined }
  let findings = 0
  const checking = async () => {
    const files = await gather(realHost(), { paths: [folder] })
    findings = [...foundIn(files, terms).values()].flat().length
  }
  const best = { parse: Number.POSITIVE_INFINITY, check: Number.POSITIVE_INFINITY }
  const cold = await timed(checking)
  for (let round = 0; round < 3; round++) {
    best.parse = Math.min(best.parse, await timed(parsing))
    best.check = Math.min(best.check, await timed(checking))
  }
  console.log(`${count} files, ${findings} findings; time on the processor, the best of 3 rounds`)
  console.log(`yaml, parsing only        ${best.parse.toFixed(0)} ms`)
  console.log(
    `lora-wizard, read + check ${best.check.toFixed(0)} ms (${(best.check / best.parse).toFixed(2)} ×; the first round ${cold.toFixed(0)} ms)`,
  )
  const python = join(import.meta.dirname, '../.cache/real/venv/bin/python')
  if (existsSync(python)) {
    const program = `
import sys, time
from accelerate.commands.config.config_args import load_config_from_file
start = time.process_time()
for path in open(sys.argv[1]).read().split():
    try:
        load_config_from_file(path)
    except Exception:
        pass
print((time.process_time() - start) * 1000)
`
    const list = join(folder, 'paths.txt')
    writeFileSync(list, paths.join('\n'))
    const took = Number(execFileSync(python, ['-c', program, list], { encoding: 'utf8' }).trim().split('\n').at(-1))
    console.log(`Accelerate, loading only  ${took.toFixed(0)} ms, without the start of Python`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
