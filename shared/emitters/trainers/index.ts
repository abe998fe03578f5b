/** Every trainer that runs are exported to. */
import { axolotl } from './axolotl.ts'
import { llamaFactory } from './llama-factory.ts'
import { msSwift } from './ms-swift.ts'
import type { Trainer } from './trainer.ts'
import { trl } from './trl.ts'

export const trainers: readonly Trainer[] = [trl, axolotl, llamaFactory, msSwift]
