/**
 * `npm run test:agreement [-- TOOL …]`: whether a trainer's own parser refuses what we call an error, and accepts the rest.
 *
 *     LORA_WIZARD_MUTANTS=7000   for each trainer; a quarter of them is for older captured releases
 *     LORA_WIZARD_SEED=…         another seed than the usual one
 *     LORA_WIZARD_SHOWN=3        examples of each kind of disagreement
 */
import { recipes } from '../../scripts/capture/recipes.ts'
import { environment, say } from '../../scripts/python-environment.ts'
import { checkFiles } from '../../shared/check-files.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import { rules } from '../../shared/rules/index.ts'
import { packageOf } from '../../shared/tools/tool.ts'
import { random } from '../real/random-walk.ts'
import { judgeOf } from './judge.ts'
import { basesOf, judged, type Mutant, mutantOf, type Trainer } from './mutants.ts'

/** Rules that say the tool refuses; of those that say it does so while it reads, the parser is the judge. */
const refusing = new Set(rules.filter(({ consequence }) => consequence === 'refuses').map(({ id }) => id))
const early = new Set(rules.filter(({ stage }) => stage === 'reading' || stage === 'launch').map(({ id }) => id))

function errorsIn(trainer: Trainer, text: string, release: string): readonly string[] {
  const reading = read(text, trainer.kind)
  if (!reading) return []
  const file: ReadFile = { path: `${trainer.kind}.yaml`, text, reading, told: true }
  const versions = { [packageOf(trainer.tool)]: release }
  return checkFiles([file], { exists: () => true, versions }).flatMap(({ rule, severity, key }) =>
    severity === 'error' && refusing.has(rule) ? [`${rule} ${key}`] : [],
  )
}

interface Count {
  all: number
  refused: number
  caught: number
  accepted: number
  clean: number
}
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole)
const percent = (part: number, whole: number): string => `${(100 * share(part, whole)).toFixed(2)} %`
const note = (into: Map<string, Mutant[]>, key: string, one: Mutant) => into.set(key, [...(into.get(key) ?? []), one])

function tell(title: string, map: ReadonlyMap<string, readonly Mutant[]>): void {
  const shown = Number(process.env.LORA_WIZARD_SHOWN ?? 2)
  for (const [key, list] of [...map].sort((one, other) => other[1].length - one[1].length)) {
    say(`  ${title}: ${list.length} × ${key.replace(/\s+/g, ' ')}`)
    for (const { done } of list.slice(0, shown)) say(`      ${done.join(' | ')}`)
  }
}

async function compare(trainer: Trainer, release: string, wanted: number, seed: number): Promise<Count> {
  const by = random(seed)
  const judge = judgeOf({ tool: trainer.tool, release })
  const count: Count = { all: 0, refused: 0, caught: 0, accepted: 0, clean: 0 }
  const missed = new Map<string, Mutant[]>()
  const wrong = new Map<string, Mutant[]>()
  // A base that is refused, or that we call wrong, would make every mutant of it count.
  const all = basesOf(trainer)
  const verdicts = await judge.judge(all)
  const bases = all.filter((text, place) => {
    const errors = errorsIn(trainer, text, release)
    const sound = verdicts[place]?.accepted === true && errors.length === 0
    if (!sound) say(`  base ${place} is left out: ${JSON.stringify(verdicts[place])} ${errors.join('; ')}`)
    return sound
  })
  if (bases.length === 0) throw new Error(`No base of ${trainer.tool} ${release} is sound.`)
  for (let start = 0; start < wanted; start += 200) {
    const mutants = Array.from({ length: Math.min(200, wanted - start) }, () =>
      mutantOf(trainer, by.pick(bases), release, by),
    )
    const answers = await judge.judge(mutants.map(({ text }) => text))
    for (const [place, mutant] of mutants.entries()) {
      const { accepted, error } = answers[place] ?? { accepted: false, error: 'no answer' }
      const errors = errorsIn(trainer, mutant.text, release)
      const soon = errors.filter((one) => early.has(one.split(' ')[0] as string))
      count.all++
      if (accepted) {
        count.accepted++
        if (soon.length === 0) count.clean++
        else note(wrong, soon.join('; '), mutant)
      } else {
        count.refused++
        if (errors.length > 0) count.caught++
        else note(missed, String(error).replace(/\d+/g, '#').slice(0, 220), mutant)
      }
    }
  }
  judge.end()
  tell('refused by the tool, and no error of ours', missed)
  tell('accepted by the tool, and an error of ours', wrong)
  return count
}

const wanted = Number(process.env.LORA_WIZARD_MUTANTS ?? 7000)
const seed = Number(process.env.LORA_WIZARD_SEED ?? 20_261_201)
const names = process.argv.slice(2)
if (!environment()) process.exit(1)
say(`seed ${seed}, ${wanted} mutants for each trainer`)
let [passed, failed] = [0, 0]
for (const trainer of judged.filter((one) => names.length === 0 || names.includes(one.tool))) {
  const [newest = '', ...older] = Object.keys(recipes[trainer.tool].releases)
  const shares: (readonly [string, number])[] = [
    [newest, older.length > 0 ? Math.round(wanted * 0.75) : wanted],
    ...older.map((release): readonly [string, number] => [release, Math.round((wanted * 0.25) / older.length)]),
  ]
  for (const [release, part] of process.env.LORA_WIZARD_NEWEST ? shares.slice(0, 1) : shares) {
    say(`── ${trainer.tool} ${release}`)
    const { all, refused, caught, accepted, clean } = await compare(trainer, release, part, seed)
    say(
      `${trainer.tool} ${release}: ${all} mutants, ${refused} refused, of which ${caught} reported as errors (recall ${percent(caught, refused)}); ` +
        `${accepted} accepted, of which ${clean} without an error that says otherwise (precision ${percent(clean, accepted)})`,
    )
    if (share(caught, refused) >= 0.995 && share(clean, accepted) >= 0.995) passed++
    else failed++
  }
}
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
