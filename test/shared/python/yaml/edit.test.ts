import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readYaml } from '../../../../shared/python/yaml/document.ts'
import { type Change, type EditValue, edit, nodeAt } from '../../../../shared/python/yaml/edit.ts'
import type { Node } from '../../../../shared/python/yaml/node.ts'
import { tokenize } from '../../../../shared/python/yaml/tokens.ts'
import { randomDocument, randomFrom } from '../../../real/pyyaml_random.ts'
import { runs } from '../../../runs.ts'

const map = (entries: Readonly<Record<string, EditValue>>): EditValue => new Map(Object.entries(entries))

interface Case {
  readonly name: string
  readonly text: string
  readonly change: Change
  readonly after: string
}
const set = (path: string, value: EditValue): Change => ({ path: path.split('.'), value })
const remove = (path: string): Change => ({ path: path.split('.'), remove: true })
const one = (name: string, text: string, change: Change, after: string): Case => ({ name, text, change, after })

describe('YAML', () => {
  test.each([
    one('a value', 'a: 1\nb: 2 # two\nc: 3\n', set('b', 5), 'a: 1\nb: 5 # two\nc: 3\n'),
    one(
      'spaces and comments stay',
      '# top\n\na :   1   # one\n\n\nb: 2\n',
      set('a', true),
      '# top\n\na :   true   # one\n\n\nb: 2\n',
    ),
    one('CRLF stays', 'a: 1\r\nb: 2\r\n', set('c', 3), 'a: 1\r\nb: 2\r\nc: 3\r\n'),
    one('the mark stays', '\ufeffa: 1\n', set('a', 2), '\ufeffa: 2\n'),
    one('single quotes stay', "a: 'x'\n", set('a', 'y'), "a: 'y'\n"),
    one('double quotes stay', 'a: "x"\n', set('a', 'y'), 'a: "y"\n'),
    one('a number needs no quotes', "a: '8'\n", set('a', 8), 'a: 8\n'),
    one('a text gets the quotes it needs', 'a: fp16\n', set('a', 'no'), "a: 'no'\n"),
    one('nothing becomes something', 'a:\nb: 1\n', set('a', 2), 'a: 2\nb: 1\n'),
    one('nothing before a comment', 'a: # none\nb: 1\n', set('a', 2), 'a: 2 # none\nb: 1\n'),
    one('a nested value', 'd:\n  x: 1\n  y: 2\ne: 3\n', set('d.y', 0.3), 'd:\n  x: 1\n  y: 0.3\ne: 3\n'),
    one(
      'a nested key more',
      'd:\n    x: 1\n    # last\ne: 3\n',
      set('d.y', 2),
      'd:\n    x: 1\n    y: 2\n    # last\ne: 3\n',
    ),
    one('a section more', 'a: 1', set('d.y', 2), 'a: 1\nd:\n  y: 2'),
    one('a section in nothing', 'd:\ne: 1\n', set('d.y', 2), 'd:\n  y: 2\ne: 1\n'),
    one('a section in {}', 'd: {}\n', set('d.y', 2), 'd: {y: 2}\n'),
    one('a flow section', 'd: {x: 1}\n', set('d.y', 'a,b'), "d: {x: 1, y: 'a,b'}\n"),
    one('an empty text', '', set('a', 1), 'a: 1\n'),
    one('a text of comments', '# nothing yet', set('a.b', 1), '# nothing yet\na:\n  b: 1\n'),
    one('a written null', '--- null\n', set('a', 1), '--- \na: 1\n'),
    one('after a comment behind the last value', 'a: 1 # one', set('b', 2), 'a: 1 # one\nb: 2'),
    one('a list in flow', 'a: [x, y]\n', set('a', ['x', 'no']), "a: [x, 'no']\n"),
    one('a list of dashes', 'a:\n  - x\n  - y\nb: 1\n', set('a', ['z']), 'a:\n  - z\nb: 1\n'),
    one('an indentless list', 'a:\n- x\nb: 1\n', set('a', ['y', 'z']), 'a:\n- y\n- z\nb: 1\n'),
    one('a list becomes a word', 'a:\n- x\nb: 1\n', set('a', 'all-linear'), 'a: all-linear\nb: 1\n'),
    one('one item', 'a:\n- x\n- y # why\n', { path: ['a', 1], value: 'z' }, 'a:\n- x\n- z # why\n'),
    one('a block text', 'a: |\n  x\n  y\nb: 1\n', set('a', 'z'), 'a: z\nb: 1\n'),
    one('behind a block text that keeps its end', 'a: |+\n  x\n\n', set('b', 1), 'b: 1\na: |+\n  x\n\n'),
    one('the last of two equal keys', 'a: 1\na: 2\n', set('a', 3), 'a: 1\na: 3\n'),
    one(
      'a merged key is written beside',
      'b: &b {x: 1}\nr:\n  <<: *b\n',
      set('r.x', 2),
      'b: &b {x: 1}\nr:\n  <<: *b\n  x: 2\n',
    ),
    one('an alias', 'a: &x 1\nb: *x\n', set('b', 2), 'a: &x 1\nb: 2\n'),
    one('a tag goes with its value', 'a: !!str 1\n', set('a', 2), 'a: 2\n'),
    one('before the end of the document', 'a: 1\n...\n', set('b', 2), 'a: 1\nb: 2\n...\n'),
    one('a mapping', 'a: 1\n', set('d', map({ x: 1, y: map({ z: 'no' }) })), "a: 1\nd:\n  x: 1\n  y:\n    z: 'no'\n"),
    one('__proto__', 'a: 1\n', set('__proto__', 1), 'a: 1\n__proto__: 1\n'),
    one('a key away', '# about a\na: 1 # one\nb: 2\n', remove('a'), '# about a\nb: 2\n'),
    one('a key away, nested', 'd:\n  x: 1\n  y: 2\n', remove('d.y'), 'd:\n  x: 1\n'),
    one('a section away', 'a: 1\nd:\n  x: 1\n  y: 2\nb: 3\n', remove('d'), 'a: 1\nb: 3\n'),
    one('the last key without an end of line', 'a: 1\nb: 2', remove('b'), 'a: 1'),
    one('the only key of a section', 'd:\n  x: 1\nb: 1\n', remove('d.x'), 'd: {}\nb: 1\n'),
    one('every one of equal keys', 'a: 1\nb: 2\na: 3\n', remove('a'), 'b: 2\n'),
    one('from flow text', 'a: {x: 1, y: 2, z: 3}\n', remove('a.y'), 'a: {x: 1, z: 3}\n'),
    one('the last from flow text', 'a: {x: 1, y: 2}\n', remove('a.y'), 'a: {x: 1}\n'),
    one('CRLF goes with its line', 'a: 1\r\nb: 2\r\n', remove('a'), 'b: 2\r\n'),
    // PyYAML ends a line at U+0085, U+2028 and U+2029 too: a comment ends there, and a key can follow.
    one(
      'flow text behind a comment that U+0085 ends',
      '{  # c\x85 x :  }\n',
      set('new_key', 1),
      '{  # c\x85 x :,\n new_key: 1  }\n',
    ),
    ...['\x85', '\u2028', '\u2029'].flatMap((end) => {
      const name = `U+${end.charCodeAt(0).toString(16).padStart(4, '0')}`
      const text = `# top${end}a: 1 # one${end}# about b${end}b:${end}  x: 1${end}  y: 2${end}c: 3`
      return [
        one(`${name}: a value`, text, set('a', 2), text.replace('a: 1', 'a: 2')),
        one(
          `${name}: a key away, its neighbor's comment stays`,
          text,
          remove('a'),
          text.replace(`a: 1 # one${end}`, ''),
        ),
        one(`${name}: a nested key away`, text, remove('b.x'), text.replace(`  x: 1${end}`, '')),
        one(`${name}: the last key away`, text, remove('c'), text.replace(`${end}c: 3`, '')),
        one(
          `${name}: a section becomes a value`,
          text,
          set('b', 5),
          text.replace(`b:${end}  x: 1${end}  y: 2`, 'b: 5'),
        ),
        one(`${name}: a nested key more`, text, set('b.z', 3), text.replace('y: 2', 'y: 2\n  z: 3')),
        one(`${name}: a key more at the end`, `a: 1${end}`, set('b', 2), `a: 1\nb: 2${end}`),
        one(`${name}: the first key of a text of comments`, `# x${end}`, set('a', 1), `# x${end}a: 1\n`),
      ]
    }),
  ])('$name', ({ text, change, after }) => {
    expect(edit(text, [change])).toEqual({ text: after })
  })
  test.each<[string, string, Change, string]>([
    ['a text that cannot be read', 'a: [', set('a', 1), 'unreadable'],
    ['a section that is a number', 'a: 1\n', set('a.b', 1), 'no-place'],
    ['a key that is not there', 'a: 1\n', remove('b'), 'no-place'],
    ['an anchored value', 'a: &x 1\nb: *x\n', set('a', 2), 'shared'],
    ['inside of an alias', 'a: &x {y: 1}\nb: *x\n', set('b.y', 2), 'shared'],
    ['a merged key away', 'b: &b {x: 1}\nr:\n  <<: *b\n', remove('r.x'), 'shared'],
  ])('%s', (_, text, change, problem) => {
    expect(edit(text, [change])).toEqual({ problem })
  })
  test('several changes, or none', () => {
    expect(edit('a: 1\n', [set('b', 2), remove('a'), set('c', 3)])).toEqual({ text: 'b: 2\nc: 3\n' })
    expect(edit('a: 1\n', [set('b', 2), remove('x')])).toEqual({ problem: 'no-place' })
  })
})

describe('JSON', () => {
  const text = '{\n  "a": 1,\n  "zero_optimization": {\n    "stage": 2\n  }\n}\n'
  test.each([
    one('a value', text, set('zero_optimization.stage', 3), text.replace('2', '3')),
    one('a key more', text, set('zero_optimization.x', 'y'), text.replace('2', '2,\n    "x": "y"')),
    one(
      'a section more',
      text,
      set('bf16.enabled', 'auto'),
      text.replace('  }\n}', '  },\n  "bf16": {"enabled": "auto"}\n}'),
    ),
    one('a key away', text, remove('a'), text.replace('"a": 1,\n  ', '')),
    one('floats are floats', '{"a": 1.0}', set('a', { type: 'float', value: 2 }), '{"a": 2.0}'),
    one('small numbers', '{"a": 1}', set('a', 1e-7), '{"a": 1e-7}'),
    one(
      'comments stay',
      '{\n  // one\n  "a": 1, // here\n  "b": 2,\n}',
      set('b', 3),
      '{\n  // one\n  "a": 1, // here\n  "b": 3,\n}',
    ),
    one('nothing yet', '{}', set('a', [1, 'x']), '{"a": [1, "x"]}'),
  ])('$name', ({ text: before, change, after }) => {
    expect(edit(before, [change], 'json')).toEqual({ text: after })
  })
})

/** Every path to a key whose keys are all texts. */
function* paths(node: Node | null, above: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (node?.kind === 'sequence')
    for (const [index, item] of node.items.entries()) yield* paths(item.value, [...above, index])
  if (node?.kind !== 'mapping') return
  for (const { key, value } of node.entries.values()) {
    if (key.kind !== 'scalar' || key.value.type !== 'str') continue
    yield [...above, key.value.value]
    yield* paths(value, [...above, key.value.value])
  }
}

/** The comments of a text, each up to the line break where PyYAML ends it: what begins with # between two tokens. */
const commentsOf = (text: string): readonly string[] => {
  let end = 0
  return tokenize(text).flatMap((token) => {
    const between = text.slice(end, token.start)
    end = Math.max(end, token.end)
    return between.match(/#[^\r\n\x85\u2028\u2029]*/g) ?? []
  })
}

test('random changes to random documents change what they say, and no byte far from it', () => {
  let made = 0
  let tried = 0
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = randomFrom(seed)
      const text = randomDocument(random)
      const { root, refused } = readYaml(text)
      if (refused) return
      const known = [...paths(root)]
      const path = random.chance(0.3) || known.length === 0 ? ['new_key'] : random.of(known)
      const value = random.of<EditValue>([1, 0.3, 'no', 'bf16', true, null, ['a', 'b'], map({ x: 1 })])
      const change: Change = random.chance(0.3) && known.length > 0 ? { path, remove: true } : { path, value }
      const possible = root?.kind === 'mapping' && !('remove' in change && path[0] === 'new_key')
      if (possible) tried++
      const edited = edit(text, [change])
      if ('problem' in edited) return
      if (possible) made++
      const after = nodeAt(readYaml(edited.text).root, path)
      if ('remove' in change) expect(after).toBeUndefined()
      else expect(after).toBeDefined()
      // Comments outside of the changed value survive, in their order.
      const nothing = root?.kind === 'scalar' && root.style !== 'empty'
      if ('value' in change && path[0] === 'new_key' && !nothing) {
        expect(commentsOf(edited.text)).toEqual(commentsOf(text))
        let from = 0
        while (from < text.length && text[from] === edited.text[from]) from++
        const inserted = edited.text.length - text.length
        expect(edited.text.slice(from + inserted)).toBe(text.slice(from))
      }
    }),
    { ...runs(1500), examples: [[1940946775]] },
  )
  expect(tried).toBeGreaterThan(100)
  expect(made / tried).toBeGreaterThan(0.85)
})
