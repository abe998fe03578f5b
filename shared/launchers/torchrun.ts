/** `torchrun`, also as `python -m torch.distributed.run` or `torch.distributed.launch`. */
import { torchrunFlags } from '../tools/names.ts'
import { baseOf, launcher, startsScript } from './launcher.ts'

export const torchrun = launcher({
  id: 'torchrun',
  tool: 'torchrun',
  begins: (words, index) => {
    const base = baseOf(words[index])
    if (base === 'torch.distributed.run' || base === 'torch.distributed.launch') return index + 1
    return base === 'torchrun' && startsScript(words, index) ? index + 1 : undefined
  },
  get valueless() {
    return torchrunFlags().valueless
  },
  get completes() {
    return torchrunFlags().long
  },
})
