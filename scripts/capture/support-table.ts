/**
 * Writes shared/catalog/support-table.ts from what scripts/capture/model_support.py printed under one or more releases of
 * Transformers, the newest first: `node scripts/capture/support-table.ts 5.24.0.json 5.9.0.json …`. An older release adds
 * a line only where it answers differently.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { familyOf } from '../../shared/catalog/families.ts'

interface Family {
  readonly class: string
  readonly layers: readonly string[]
  readonly classes: readonly string[] | null
  readonly attention: readonly string[]
  readonly tensor: boolean
}
interface Captured {
  readonly release: string
  readonly families: Readonly<Record<string, Family>>
}

/** Modules of PyTorch itself that nearly every model has; a name among them is never another model's. */
const common = ['Dropout', 'Embedding', 'Linear', 'ModuleList', 'Sequential', 'LayerNorm']

const line = (type: string, one: Family): string =>
  [
    type,
    one.class,
    one.layers.join(',') || '-',
    one.attention.join(',') || '-',
    one.tensor ? 'tensor' : '-',
    (familyOf(type) || familyOf(`${type}_text`) ? one.classes : null)
      ?.filter((name) => !common.includes(name))
      .join(',') ?? '-',
  ].join(' ')

const captured = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')) as Captured)
const newest = captured[0]
if (!newest) throw new Error('name at least one file')
const blocks: string[] = []
let later: ReadonlyMap<string, string> = new Map()
for (const { release, families } of captured) {
  const lines = new Map(Object.entries(families).map(([type, one]) => [type, line(type, one)]))
  const own = [...lines].filter(([type, text]) => later.get(type) !== text).map(([, text]) => text)
  const gone = [...later.keys()].filter((type) => !lines.has(type)).map((type) => `${type} -`)
  blocks.push([`# ${release}`, ...own, ...gone].join('\n'))
  later = lines
}
const path = join(import.meta.dirname, '..', '..', 'shared', 'catalog', 'support-table.ts')
writeFileSync(
  path,
  `/**
 * What each decoder family takes, as Transformers itself says: captured by scripts/capture/model_support.py, not typed.
 * A block a release, the newest first; an older one has the lines that differ from the block before, \`-\` alone where
 * the family is not there yet. A line: model_type, class, classes that sharding wraps, attention implementations that it
 * accepts, whether it has a tensor-parallel plan, classes of all modules inside (\`-\` = not kept: kept for families whose
 * layout the catalogue knows).
 */
export const supportTable = \`
${blocks.join('\n')}
\`
`,
)
