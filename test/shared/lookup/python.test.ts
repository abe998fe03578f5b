/** What rules about files take Python's values for: one line a case, as Python 3.11, Accelerate 1.15.0 and pydantic 2 do. */
import { describe, expect, it } from 'vitest'
import { misfits } from '../../../shared/lookup/deepspeed-json.ts'
import { argument, launcherOf } from '../../../shared/lookup/keys.ts'
import { meantBy, strangers } from '../../../shared/lookup/unknown-keys.ts'
import { readJson } from '../../../shared/python/json.ts'
import { isNumber, isTrue, isWhole, pythonText, truthOf } from '../../../shared/python/values.ts'
import { readYaml } from '../../../shared/python/yaml/document.ts'
import { edit } from '../../../shared/python/yaml/edit.ts'
import type { MappingNode, Node } from '../../../shared/python/yaml/node.ts'

const value = (text: string): Node => {
  const { root } = readYaml(`key: ${text}\n`)
  return [...(root as MappingNode).entries.values()][0]!.value
}
const mapping = (text: string): MappingNode => readYaml(text).root as MappingNode

describe('a value as Python has it', () => {
  it.each([
    ['8', '8', true],
    ['8.0', '8.0', true],
    ['0', '0', false],
    ["''", '', false],
    ['no', 'False', false],
    ["'no'", 'no', true],
    ['~', 'None', false],
    ['[a, 1]', "['a', 1]", true],
    ['{}', '{0}', false],
    ['1.5', '1.5', true],
  ])('%s is %s', (text, as, truth) => {
    expect(pythonText(value(text))).toBe(as)
    expect(isTrue(value(text))).toBe(truth)
  })

  it.each([
    ['8', true, true],
    [' 8 ', true, true],
    ['1_000', true, true],
    ['8.0', false, true],
    ['1e8', false, true],
    ['True', false, false],
    ['', false, false],
    ['inf', false, true],
    ['0x10', false, false],
  ])('int(%j) and float(%j)', (text, whole, number) => {
    expect([isWhole(text), isNumber(text)]).toEqual([whole, number])
  })

  it.each([
    ['True', true],
    ['y', true],
    ['ON', true],
    ['none', undefined],
    ['0', false],
    ['maybe', undefined],
  ])('%s as a truth value', (text, truth) => {
    expect(truthOf(text)).toBe(truth)
  })
})

describe('the arguments of the launcher', () => {
  it('come from sections last, with the prefixes that Accelerate adds', () => {
    const root = mapping('num_processes: 8\ndeepspeed_config: {num_processes: 4}\nfsdp_config: {version: 2}\n')
    expect(argument(root, 'num_processes')?.path).toBe('deepspeed_config.num_processes')
    expect(argument(root, 'fsdp_version')?.path).toBe('fsdp_config.version')
  })
  it('decide with the strategy which launcher starts the processes', () => {
    for (const [type, launcher] of [
      ['FSDP', 'fsdp'],
      ['MULTI_XPU', 'torchrun'],
      ['MULTI_CPU', 'simple'],
      ['NO', 'simple'],
    ])
      expect(launcherOf(mapping(`distributed_type: ${type}\n`))).toBe(launcher)
  })
  it('are missed by a letter or two, or by a prefix', () => {
    expect(meantBy('deepspeed_config', 'zero_stge')).toBe('zero_stage')
    expect(meantBy('parallelism_config', 'tp_size')).toBe('parallelism_config_tp_size')
    expect(meantBy('deepspeed_config', 'shard_everything')).toBeUndefined()
    expect(strangers(mapping('fsdp_config: {version: 2, fsdp_shard: x}\n')).map(({ name }) => name)).toEqual([
      'fsdp_shard',
    ])
  })
})

describe('the sections of a DeepSpeed JSON', () => {
  const found = (text: string) => misfits(readJson(text).root as MappingNode).map(({ path, why }) => `${path} ${why}`)
  it.each([
    ['{"zero_optimization": {"stage": 3, "overlap_comm": "yes", "sub_group_size": 1e9}}', []],
    ['{"zero_optimization": {"stage": 4}}', ['zero_optimization.stage kind']],
    ['{"zero_optimization": {"stage": "3"}}', []],
    ['{"zero_optimization": {"reduce_bucket_size": 0}}', ['zero_optimization.reduce_bucket_size kind']],
    ['{"zero_optimization": {"offload_param": {"device": "CPU"}}}', ['zero_optimization.offload_param.device kind']],
    ['{"bf16": {"loss_scale": 1}}', ['bf16.loss_scale unknown']],
    ['{"fp16": {"enabled": true, "loss_scale": 0, "loss_scale_window": 0}}', ['fp16.loss_scale_window kind']],
    ['{"fp16": {"enabled": false, "loss_scale_window": 0}}', []],
  ])('%s', (text, wrong) => {
    expect(found(text)).toEqual(wrong)
  })
})

describe('a key under another name', () => {
  it('stays where it is, with its value and its comment', () => {
    const text = '# one\nfsdp_config:\n  shard: 1 # two\n  other: 2\n'
    expect(edit(text, [{ path: ['fsdp_config', 'shard'], rename: 'strategy' }])).toEqual({
      text: '# one\nfsdp_config:\n  strategy: 1 # two\n  other: 2\n',
    })
    expect(edit('{"a": 1, "b": 2}', [{ path: ['a'], rename: 'c' }], 'json')).toEqual({ text: '{"c": 1, "b": 2}' })
  })
  it('takes no name that another key has', () => {
    expect(edit('a: 1\nb: 2\n', [{ path: ['a'], rename: 'b' }])).toEqual({ problem: 'entangled' })
    expect(edit('a: 1\n', [{ path: ['x'], rename: 'b' }])).toEqual({ problem: 'no-place' })
  })
})
