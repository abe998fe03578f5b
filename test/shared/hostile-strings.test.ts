/** Texts that would be code elsewhere, through every file that is exported: each is read back as it was, and nothing is executed. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkValue, resolve } from '../../shared/config.ts'
import type { EmittedFile } from '../../shared/emitters/emitter.ts'
import { engines } from '../../shared/emitters/engines/index.ts'
import { slurm } from '../../shared/emitters/engines/slurm.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import { exported, exportedOn, readBack } from '../../shared/export.ts'
import { runs } from '../runs.ts'

const pieces = [
  ...["'", '"', '\\', '`touch PWNED`', '$(touch PWNED)', '; touch PWNED;', '&& touch PWNED', '| tee PWNED', '> PWNED'],
  ...[
    '$\u007bHOME}',
    '$HOME',
    '$$',
    '$(HOME)',
    '$\u007boc.env:HOME}',
    '{{ template }}',
    '%s',
    '!',
    '#',
    ': ',
    '- ',
    '? ',
    '&a',
    '*a',
  ],
  ...['!!python/object/apply:os.system [id]', '{a: b}', '[1, 2]', '@', '~', 'null', 'no', '1e5', '0x10', '12:30:00'],
  ...[
    '#SBATCH --wrap=id',
    '\t',
    '  ',
    '模型',
    '🙂',
    '\u00a0',
    '\u2028',
    '\u0085',
    '../..',
    '-',
    '--flag=1',
    'EOF',
    '"""',
    '*',
    '?',
  ],
]
const hostile = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'grapheme', maxLength: 6 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))
  .filter((text) => !/\p{Surrogate}/u.test(text) && text.trim() === text)

/** Options that any text can be given to. */
const keys = ['model.id', 'data.dataset', 'output.output_dir'] as const
const texts = fc
  .tuple(hostile, hostile, hostile)
  .filter((values) => values.every((value, place) => 'value' in checkValue(keys[place] as string, value)))

const answersOf = (values: readonly string[]) => ({
  ...Object.fromEntries(keys.map((key, place) => [key, values[place] as string])),
  'hardware.machines': 2,
  'accelerate.main_process_ip': '10.0.0.1',
})
const settingsOf = (text: string): ReadonlyMap<string, string> =>
  new Map([
    ['image', 'team/lora:1'],
    ['name', text],
  ])
const textOf = (files: readonly EmittedFile[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? ''

describe('a text that would be code elsewhere', () => {
  let folder = ''
  const place = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    chmodSync(join(folder, path), 0o755)
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lora-wizard-hostile-'))
    const said = '#!/bin/bash\nprintf "%s\\0" "$@"\n'
    for (const program of ['accelerate', 'torchrun', 'llamafactory-cli', 'swift', 'python', 'ray'])
      place(`bin/${program}`, said)
    place('bin/scontrol', '#!/bin/bash\nif [ "$1" = show ]; then echo node-1; fi\n')
    // It starts its command once, as the first node.
    place('bin/srun', '#!/bin/bash\nshift\nSLURM_NODEID=0 exec "$@"\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const words = (path: string, environment: Readonly<Record<string, string>> = {}): readonly string[] => {
    const env = { PATH: `${folder}/bin:/usr/bin:/bin`, HOME: folder, ...environment }
    const told = execFileSync('bash', [path], { cwd: folder, env, encoding: 'utf8' }).split('\0').slice(0, -1)
    expect(existsSync(join(folder, 'PWNED'))).toBe(false)
    return told
  }

  it('reaches the script through launch.sh and through the Slurm job', () => {
    fc.assert(
      fc.property(texts, hostile, (values, name) => {
        const { files } = exportedOn(slurm, undefined, resolve(answersOf(values)), settingsOf(name))
        for (const path of ['launch.sh', 'job.sbatch']) place(path, textOf(files, path))
        const slurmSays = {
          SLURM_SUBMIT_DIR: folder,
          SLURM_JOB_NODELIST: 'node-[1-2]',
          SLURM_JOB_ID: '7',
          SLURM_RESTART_COUNT: '1',
        }
        for (const told of [words('launch.sh'), words('job.sbatch', slurmSays)])
          for (const [at, flag] of ['--model_name_or_path', '--dataset_name', '--output_dir'].entries()) {
            const value = values[at] as string
            const found = told.includes(flag)
              ? told[told.indexOf(flag) + 1]
              : told.find((one) => one.startsWith(`${flag}=`))
            expect(found).toBe(value.startsWith('-') ? `${flag}=${value}` : value)
          }
      }),
      runs(15),
    )
  })
  it('stays on one line of the job, of the name it is', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const [, setting] = [slurm, slurm.settings.find((one) => one.name === 'name')]
        if (!new RegExp(setting?.pattern ?? '', 'u').test(name)) return
        const text = textOf(exportedOn(slurm, undefined, resolve({}), settingsOf(name)).files, 'job.sbatch')
        const line = text.split('\n')[1] ?? ''
        expect(line.startsWith('#SBATCH --job-name=')).toBe(true)
        const value = line.slice('#SBATCH --job-name='.length)
        expect(/^".*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value).toBe(name)
        expect(text.split('\n').filter((one) => one.startsWith('#SBATCH'))).toHaveLength(8)
      }),
      runs(100),
    )
  })
  it.each(trainers)('is read back from the file of $id', (trainer) => {
    fc.assert(
      fc.property(texts, (values) => {
        const one = exported(trainer, resolve(answersOf(values)))
        const back = readBack(trainer, one.files).config
        const lost = new Set(one.losses.map(({ key }) => key))
        for (const [at, key] of keys.entries()) if (!lost.has(key)) expect(back[key]).toBe(values[at])
        // What is lost is what the table says that this trainer can't read.
        for (const key of lost)
          expect(trainer.losses.some((loss) => (loss.keys as readonly string[]).includes(key))).toBe(true)
      }),
      runs(40),
    )
  })
  it.each(engines.filter(({ id }) => ['kubernetes', 'pytorchjob', 'jobset'].includes(id)))(
    'is a plain value to a pod of $id',
    (engine) => {
      /** What a pod makes of a value: `$$` is a dollar, and `$(NAME)` is a variable. */
      const expanded = (text: string) => {
        expect(text.replaceAll('$$', '')).not.toContain('$')
        return text.replaceAll('$$', '$')
      }
      fc.assert(
        fc.property(texts, (values) => {
          const settings = new Map([['image', 'team/lora:1']])
          const { files } = exportedOn(engine, undefined, resolve(answersOf(values)), settings)
          const names: string[] = []
          const variables = JSON.stringify(parse(textOf(files, 'job.yaml')), (_, value) => {
            if (value?.name === 'OUTPUT_DIR') names.push(value.value)
            return value
          })
          expect(variables).toContain('OUTPUT_DIR')
          for (const value of names) expect(expanded(value)).toBe(values[2])
        }),
        runs(30),
      )
    },
  )
  it('reaches the job of Ray as one argument', () => {
    const ray = engines.find(({ id }) => id === 'ray')
    if (!ray) throw new Error('no Ray')
    fc.assert(
      fc.property(texts, (values) => {
        const { files } = exportedOn(ray, undefined, resolve(answersOf(values)), new Map())
        place('submit.sh', textOf(files, 'submit.sh'))
        expect(words('submit.sh')).toContain(`--output=${values[2]}`)
      }),
      runs(10),
    )
  })
  it('is nowhere in the scripts that every pod and node runs', () => {
    for (const file of ['node.sh', 'sky.sh', 'slurm.sh', 'ray_job.py'])
      expect(readFileSync(new URL(`../../shared/emitters/engines/${file}`, import.meta.url), 'utf8')).not.toMatch(
        /eval|shell=True/,
      )
  })
})
