/** A value in the adapter's file that PEFT takes from the file and then refuses, when it builds the adapter. */
import { nearest } from '../../config.ts'
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf, typeOf } from '../../python/values.ts'
import type { Entry, Node } from '../../python/yaml/node.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

const biases = ['none', 'all', 'lora_only']
const beginnings = ['gaussian', 'eva', 'olora', 'pissa', 'corda', 'mica', 'loftq', 'orthogonal', 'lora_ga']

/** A text, or a list of texts. */
const names = (value: Node): boolean =>
  stringOf(value) !== undefined ||
  (value.kind === 'sequence' && value.items.every((one) => stringOf(one.value) !== undefined))
const pairs = (value: Node, takes: (one: Node) => boolean): boolean =>
  value.kind === 'mapping' && [...value.entries.values()].every((one) => takes(one.value))
const counts = (value: Node): boolean => pairs(value, (one) => typeOf(one) === 'int' && (numberOf(one) ?? 0) > 0)
const numbers = (value: Node): boolean => pairs(value, (one) => numberOf(one) !== undefined)

/** What would have been taken; undefined where all is well. */
const wanted: Readonly<Record<string, (one: Entry, root: Node) => readonly string[] | undefined>> = {
  bias: ({ value }) => {
    const text = stringOf(value)
    // PEFT asks only how the name ends.
    return text !== undefined && (biases.includes(text) || text.endsWith('_only')) ? undefined : biases
  },
  lora_dropout: ({ value }) => {
    const number = numberOf(value)
    return number !== undefined && number >= 0 && number <= 1 ? undefined : ['0–1']
  },
  lora_alpha: ({ value }) => (numberOf(value) === undefined ? ['1, 2, 3 …'] : undefined),
  target_modules: ({ value }, root) => {
    const parameters = entry(root, 'target_parameters')
    const nothing = !isTrue(value) && typeOf(value) !== 'null' && !(parameters && isTrue(parameters.value))
    const text = stringOf(value)
    // No module has a slash in its name, or no letters at all; what else a pattern reaches shows in the model.
    const strange = text !== undefined && (text.includes('/') || !/[a-z]{2}|[*+\\]/i.test(text))
    const unnamed = value.kind === 'sequence' && value.items.some((one) => stringOf(one.value) === '')
    return (names(value) && !nothing && !strange && !unnamed) || typeOf(value) === 'null'
      ? undefined
      : ['["q_proj", "v_proj"]']
  },
  // Nothing, and what Python takes for nothing, is passed over.
  exclude_modules: ({ value }) => (names(value) || !isTrue(value) ? undefined : ['["lm_head"]']),
  modules_to_save: ({ value }) => (names(value) || !isTrue(value) ? undefined : ['["lm_head"]']),
  target_parameters: ({ value }) =>
    (names(value) || !isTrue(value)) && stringOf(value) === undefined ? undefined : ['["experts.gate_up_proj"]'],
  ...Object.fromEntries(
    ['eva_config', 'corda_config', 'lora_ga_config', 'velora_config', 'arrow_config', 'kasa_config', 'use_bdlora'].map(
      (key) => [
        key,
        ({ value }: Entry) => (value.kind === 'mapping' || typeOf(value) === 'null' ? undefined : ['null']),
      ],
    ),
  ),
  monteclora_config: ({ value }) => (value.kind === 'mapping' || !isTrue(value) ? undefined : ['null']),
  megatron_config: ({ value }) => (value.kind === 'mapping' || !isTrue(value) ? undefined : ['null']),
  rank_pattern: ({ value }) => (counts(value) ? undefined : ['{"q_proj": 8}']),
  alpha_pattern: ({ value }) => (numbers(value) ? undefined : ['{"q_proj": 16}']),
  layers_to_transform: ({ value }) => {
    const whole = (node: Node) => ['int', 'bool'].includes(typeOf(node))
    const fine = value.kind === 'sequence' ? value.items.every((one) => whole(one.value)) : whole(value)
    return fine || typeOf(value) === 'null' ? undefined : ['[0, 1, 2]']
  },
  init_lora_weights: ({ value }) => {
    const text = stringOf(value)
    if (text === undefined) return ['bool', 'null'].includes(typeOf(value)) ? undefined : ['true', ...beginnings]
    const known = ['gaussian', 'olora', 'mica'].includes(text.toLowerCase()) || beginnings.includes(text)
    return known || /^pissa_niter_\d+$/.test(text) || text.startsWith('corda') ? undefined : ['true', ...beginnings]
  },
}

export const peftInvalidValue = rule({
  id: 'peft/invalid-value',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:527-539'), peft('src/peft/tuners/lora/layer.py:288-342')],
  reads: {
    options: ['lora.bias'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        if ((stringOf(entry(root, 'peft_type')?.value) ?? 'LORA') !== 'LORA') continue
        for (const [key, judge] of Object.entries(wanted)) {
          const one = entry(root, key)
          const choices = one && judge(one, root)
          if (!one || !choices) continue
          const text = stringOf(one.value)
          // Only names are near to each other.
          const named = key === 'bias' || key === 'init_lora_weights'
          const [near] = text === undefined || !named ? [] : nearest(text, choices)
          const meant = near === 'true' ? true : near
          yield hit(
            file,
            { path: key, entry: one },
            { choices },
            meant === undefined ? undefined : [{ path: [key], value: meant }],
          )
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "bias": "lora", "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "bias": "lora_only", "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
