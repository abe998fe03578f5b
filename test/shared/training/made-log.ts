/** Logs of made-up runs: curves with noise from a fixed seed, printed as the Trainer prints them. */

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export interface MadeRun {
  readonly steps: number
  readonly seed?: number
  /** The loss without noise. */
  readonly loss?: (step: number) => number
  /** The gradient norm without noise; negative for none. */
  readonly norm?: (step: number) => number
  readonly rate?: (step: number) => number
  /** Share of the loss by which it varies from step to step. */
  readonly noise?: number
  /** Every how many steps a line is logged. */
  readonly every?: number
  /** The evaluation loss at a step; undefined at steps without evaluation. */
  readonly evaluation?: (step: number) => number | undefined
  /** Other lines behind a step. */
  readonly beside?: (step: number) => readonly string[]
  /** Transformers 5 prints numbers as strings. */
  readonly strings?: boolean
}

const clock = (seconds: number): string =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')

const python = (number: number): string => (Number.isNaN(number) ? 'nan' : number === Infinity ? 'inf' : String(number))

/** A usual curve: from 2 down to 1, as fast at first as fine-tuning is. */
const usualLoss = (step: number): number => 1 + Math.exp(-step / 40)

/** The text of the log. */
export function madeLog(run: MadeRun): string {
  const { steps, every = 1, noise = 0.05, strings = false } = run
  const random = chance(run.seed ?? 1)
  const lines: string[] = []
  const number = (value: number) => (strings ? `'${python(Number(value.toPrecision(4)))}'` : python(value))
  for (let step = 1; step <= steps; step++) {
    const bar = `${String(Math.round((100 * step) / steps)).padStart(3)}%|██        | ${step}/${steps} [${clock(step * 2)}<${clock((steps - step) * 2)},  2.00s/it]`
    lines.push(`\r${bar}`)
    const around = 1 + noise * (random() + random() - 1)
    if (step % every === 0) {
      const loss = (run.loss ?? usualLoss)(step) * around
      const norm = (run.norm ?? (() => 0.4))(step) * (1 + noise * (random() + random() - 1))
      const rate = (run.rate ?? ((at: number) => 2e-4 * Math.min(1, at / 10) * (1 - at / (steps + 1))))(step)
      const parts = [
        `'loss': ${number(loss)}`,
        ...(norm >= 0 || Number.isNaN(norm) ? [`'grad_norm': ${number(norm)}`] : []),
        `'learning_rate': ${number(rate)}`,
        `'epoch': ${number(step / steps)}`,
      ]
      lines.push(`{${parts.join(', ')}}`)
    }
    const evaluated = run.evaluation?.(step)
    if (evaluated !== undefined) {
      for (let batch = 1; batch <= 4; batch++)
        lines.push(`\r${batch * 25}%|██  | ${batch}/4 [00:0${batch}<00:00,  1.00s/it]`)
      lines.push(`\u001b[A{'eval_loss': ${number(evaluated)}, 'eval_runtime': 4.1, 'epoch': ${number(step / steps)}}`)
    }
    lines.push(...(run.beside?.(step) ?? []))
  }
  return `${lines.join('\n')}\n`
}
