/** What `init` and `plan` would write for every model of the catalogue on twelve machines passes the checks without an error. */
import { describe, expect, it } from 'vitest'
import { gpuByName } from '../../shared/catalog/gpus.ts'
import { allModels } from '../../shared/catalog/models.ts'
import { check } from '../../shared/check.ts'
import { type Answers, resolve } from '../../shared/config.ts'
import { search } from '../../shared/search.ts'

const machines: readonly (readonly [gpu: string, gpus: number, machines: number])[] = [
  ['T4', 1, 1],
  ['RTX 3060', 1, 1],
  ['RTX 4090', 1, 1],
  ['RTX 4090', 2, 1],
  ['L40S', 4, 1],
  ['V100-SXM2-32GB', 8, 1],
  ['A100-SXM4-40GB', 4, 1],
  ['A100-SXM4-80GB', 8, 1],
  ['H100-SXM5-80GB', 8, 1],
  ['H100-SXM5-80GB', 8, 4],
  ['MI300X', 8, 1],
  ['B200-SXM-180GB', 8, 1],
]
const answersFor = (id: string, [gpu, gpus, count]: (typeof machines)[number]): Answers => ({
  'model.id': id,
  'hardware.gpu': gpu,
  'hardware.gpus_per_machine': gpus,
  'hardware.machines': count,
  ...(count > 1 ? { 'accelerate.main_process_ip': 'machine-0' } : {}),
})
const errorsOf = (answers: Answers): readonly string[] =>
  check(resolve(answers)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []))

/** Each model is planned on one machine, the machines in turn; `LORA_WIZARD_PLANS=all` plans it on all of them. */
const planned = (model: number, machine: number): boolean =>
  process.env.LORA_WIZARD_PLANS === 'all' || (model + machine) % machines.length === 0

describe.each(machines.map((machine, place) => [machine.join(' × '), machine, place] as const))(
  '%s',
  (_, machine, place) => {
    it('is in the catalogue', () => expect(gpuByName(machine[0])).toBeDefined())

    it('gets no error from what init begins with, for any model', () => {
      const wrong = allModels().flatMap(({ id }) => errorsOf(answersFor(id, machine)).map((rule) => `${id}: ${rule}`))
      expect(wrong).toEqual([])
    })

    it('gets no error from the first two plans of a model', () => {
      const wrong = allModels().flatMap((model, at) => {
        if (!planned(at, place)) return []
        const wish = { answers: answersFor(model.id, machine), effectiveBatch: 2 * machine[1] * machine[2], model }
        const { best } = search({ ...wish, goal: 'speed' })
        return best.slice(0, 2).flatMap(({ answers }) => errorsOf(answers).map((rule) => `${model.id}: ${rule}`))
      })
      expect(wrong).toEqual([])
    })
  },
)
