/** The files of other trainers: what they are for presets, that they say what the run says, and that what they can't say is listed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../shared/check.ts'
import { checkFiles } from '../../shared/check-files.ts'
import { resolve } from '../../shared/config.ts'
import { entriesOf } from '../../shared/emitters/trainers/entries.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import type { Trainer } from '../../shared/emitters/trainers/trainer.ts'
import { type Exported, exported } from '../../shared/export.ts'
import { inOrder } from '../../shared/file-set.ts'
import { presets } from '../../shared/presets/index.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import { tool } from '../../shared/tools/index.ts'
import { runs } from '../runs.ts'
import { someAnswers } from './values.ts'

const presetNamed = (id: string) => presets.find((one) => one.id === id)?.answers ?? {}

/** The files as `check` reads a folder of them. */
function readingsOf({ files, trainer }: Exported): readonly ReadFile[] {
  const known: Readonly<Record<string, string>> = {
    ...(trainer && { [trainer.file]: trainer.kind }),
    'accelerate.yaml': 'accelerate',
    'ds_config.json': 'deepspeed',
    'launch.sh': 'launch-script',
  }
  return inOrder(
    files.flatMap(({ path, text }): ReadFile[] => {
      const reading = known[path] === undefined ? undefined : read(text, known[path])
      return reading ? [{ path, text, reading }] : []
    }),
  )
}

const errorsIn = (one: Exported): readonly string[] =>
  checkFiles(readingsOf(one), { exists: () => true }).flatMap(({ rule, severity }) =>
    severity === 'error' ? [rule] : [],
  )

const covered = (trainer: Trainer, key: string): boolean =>
  trainer.losses.some(({ keys }) =>
    (keys as readonly string[]).some((one) => one === key || (one.endsWith('.*') && key.startsWith(one.slice(0, -1)))),
  )

describe.each(trainers)('$id', (trainer) => {
  it.each(['qlora-8b-24gb', 'lora-70b-2x8', 'qlora-70b-fsdp-2x24gb'])(
    'writes what its example of %s shows',
    async (id) => {
      const { files } = exported(trainer, resolve(presetNamed(id)))
      for (const { path, text } of files)
        if (!path.endsWith('.py')) await expect(text).toMatchFileSnapshot(`exported/${trainer.id}/${id}/${path}`)
    },
  )
  it.each(presets)('writes files for $id that pass the check', ({ answers }) => {
    expect(errorsIn(exported(trainer, resolve(answers)))).toEqual([])
  })
  it('is recognized by what its file says', () => {
    for (const { answers } of presets) {
      const text = exported(trainer, resolve(answers)).files.find(({ path }) => path === trainer.file)?.text ?? ''
      expect(read(text)?.kind).toBe(trainer.kind)
    }
  })
  // LLaMA-Factory 0.9.5 runs with Transformers up to 5.6, which has this name; it was captured beside a newer release.
  const ofItsPins = trainer.id === 'llama-factory' ? ['warmup_ratio'] : []
  it('uses names that the newest captured release has', () => {
    const section = tool(trainer.tool).release().section(trainer.section)
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const { run } = exported(trainer, resolve(answers))
        const strangers = entriesOf(trainer, run).filter(({ name }) => !section?.named(name.split('.')[0] as string))
        expect(strangers.map(({ name }) => name).filter((name) => !ofItsPins.includes(name))).toEqual([])
      }),
      runs(40),
    )
  })
  it('loses nothing that its table does not name, for any run', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const { losses } = exported(trainer, resolve(answers))
        expect(losses.filter(({ key }) => !covered(trainer, key))).toEqual([])
      }),
      runs(50),
    )
  })
  it('writes files that pass the check, for any run that does', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const one = exported(trainer, resolve(answers))
        // Of this text a run says nothing; the Accelerate file that holds it is judged.
        if (answers['accelerate.dynamo_backend'] !== undefined) return
        if (check(one.run).some(({ severity }) => severity === 'error')) return
        expect(errorsIn(one)).toEqual([])
      }),
      runs(50),
    )
  })
})
