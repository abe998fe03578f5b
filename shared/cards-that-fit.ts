/** A wish that no run fulfils on its GPUs → the GPUs on which one would fit. */
import { gpus as catalog } from './catalog/gpus.ts'
import { type Search, search, type Wish } from './search.ts'

export interface FittingCards {
  readonly gpu: string
  readonly count: number
  /** GiB of one GPU, and what the smallest run reserves of it. */
  readonly card: number
  readonly reserved: number
}

/** Counts that a machine is sold with. */
const counts = [1, 2, 4, 8]

/** With everything in host memory nearly any card would do, and slowly: such runs aren't proposed. */
const onTheGpu = {
  'deepspeed.offload_optimizer_device': 'none',
  'deepspeed.offload_param_device': 'none',
  'fsdp.fsdp_offload_params': false,
}

/** The least that one GPU must have for the smallest run on so many of them, GiB. */
function needed(found: Search): number | undefined {
  const most = (one: { readonly memory: { readonly perGpu: { readonly high: number } } }) => one.memory.perGpu.high
  const amounts = [...found.best, ...found.alternatives].map(most)
  return amounts.length > 0 ? Math.min(...amounts) : undefined
}

const on = (wish: Wish, gpu: string, count: number): Wish => ({
  ...wish,
  goal: 'memory',
  // A batch that so many GPUs cannot divide would rule out the count, not the card.
  effectiveBatch: Math.ceil(wish.effectiveBatch / count) * count,
  answers: {
    ...onTheGpu,
    ...wish.answers,
    'hardware.gpu': gpu,
    'hardware.gpus_per_machine': count,
    'hardware.machines': 1,
  },
})

/** The smallest card of the same vendor for each number of them, as far as more of them help; each was tried. */
export function cardsThatFit(wish: Wish): readonly FittingCards[] {
  const own = catalog.find(({ name }) => name === wish.answers['hardware.gpu'])
  const vendor = own?.vendor ?? 'NVIDIA'
  // Memory differs little between cards: what the smallest run needs on one tells which others are worth a try.
  const trial = own?.name ?? 'H100-SXM5-80GB'
  const found: FittingCards[] = []
  for (const count of counts) {
    const least = needed(search(on(wish, trial, count), 1))
    if (least === undefined) continue
    const larger = catalog
      .filter((gpu) => gpu.vendor === vendor && gpu.memoryGib > least && (own === undefined || gpu.bf16 || !own.bf16))
      .sort((a, b) => a.memoryGib - b.memoryGib || b.tflops - a.tflops)
    for (const gpu of larger) {
      // More of a card of which fewer would do is no other answer.
      if (found.some((one) => one.card <= gpu.memoryGib)) break
      const [best] = search(on(wish, gpu.name, count), 1).best
      if (!best) continue
      found.push({ gpu: gpu.name, count, card: gpu.memoryGib, reserved: best.memory.perGpu.reserved })
      break
    }
  }
  return found
}
