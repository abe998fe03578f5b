/** What was found on a machine → lines: its cards, memory and Python, what differs from what was tried, and what to set. */
import type { Link } from '../../shared/detectors/detector.ts'
import {
  type Cards,
  cardsOf,
  catalogued,
  gpuFlag,
  type Hardware,
  hardwareAnswers,
  type Python,
  packages,
  versionDifferences,
} from '../../shared/hardware.ts'
import { fill, type SentenceFacts, type Sentences } from '../../shared/pages.ts'
import { versions } from '../../shared/requirements.ts'
import { count, gib } from './figures.ts'
import type { Style } from './style.ts'
import { clean, padded, width, wrap } from './text.ts'

const bytes = 2 ** 30

/** Links by kind, the most numerous first: `28 × NV12`. */
function linksText(links: readonly Link[]): string {
  const kinds = new Map<string, number>()
  for (const { kind } of links) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  return [...kinds]
    .sort((a, b) => b[1] - a[1])
    .map(([kind, number]) => `${number} × ${kind}`)
    .join(', ')
}

type Text = (id: string, facts?: SentenceFacts) => string

function cardText({ name, count: number, memory_mib }: Cards, text: Text): string {
  const shown = clean(name)
  return memory_mib === null
    ? text('card-unified', { count: number, name: shown })
    : text('card', { count: number, name: shown, memory: gib(memory_mib / 1024) })
}

/** Each package with what differs, the newest release that was tried beside it. */
function packageRows(python: Python, text: Text, style: Style): readonly (readonly [name: string, said: string])[] {
  const differing = new Map(versionDifferences(python).map((one) => [one.name, one]))
  return packages.flatMap((name) => {
    const installed = python.packages[name]
    const difference = differing.get(name)
    if (installed === null) {
      // What was never a condition is not missed where it is missing.
      return Object.hasOwn(versions, name) ? [[name, style.dim(text('not-installed'))] as const] : []
    }
    if (!difference) return [[name, installed] as const]
    const { checked, older } = difference
    return [[name, style.warning(text(older ? 'older' : 'newer', { installed, checked }))] as const]
  })
}

export function hardwareLines(found: Hardware, sentences: Sentences, style: Style, columns: number): readonly string[] {
  const text: Text = (id, facts = {}) => fill(sentences(`hardware.${id}`) ?? id, facts)
  const cards = cardsOf(found.devices)
  const flag = gpuFlag(found.devices)
  const drivers = [...new Set(found.devices.flatMap(({ driver }) => driver ?? []))]
  const links = linksText(found.links)
  const { python } = found
  const rows: readonly (readonly [name: string, said: string])[] = [
    ...(cards.length > 0 ? cards : [undefined]).map(
      (one, place) => [place === 0 ? text('gpus') : '', one ? cardText(one, text) : text('no-gpus')] as const,
    ),
    ...(drivers.length > 0 ? [[text('driver'), clean(drivers.join(', '))] as const] : []),
    ...(links ? [[text('links'), links] as const] : []),
    [text('memory'), text('memory-of', { amount: gib(found.memory / bytes), count: count(found.processors) })],
    [text('disk'), found.disk === null ? text('unknown') : text('free', { amount: gib(found.disk / bytes) })],
    [text('python'), python ? `${python.version}  ${style.dim(python.path)}` : text('no-python')],
    ...(python ? packageRows(python, text, style) : []),
  ]
  const left = Math.max(...rows.map(([name]) => width(name)))
  const notes = [
    ...cards.flatMap(({ name, partitioned, gpu }) =>
      gpu ? [] : [text(partitioned ? 'partitioned' : 'unknown-card', { name: clean(name) })],
    ),
    ...(cards.length > 1 && flag ? [text('mixed', { flag })] : []),
    ...(found.silent.length > 0 ? [text('silent', { tools: found.silent })] : []),
  ]
  return [
    style.bold(text('title')),
    ...rows.map(([name, said]) => `  ${padded(name, left)}  ${said}`),
    ...notes.flatMap((note) => wrap(note, columns).map(style.warning)),
    '',
    text(flag ? 'set' : 'elsewhere'),
    `  ${style.accent(`lora-wizard plan --gpu ${flag ?? '8xH100'}`)}`,
    `  ${style.accent(`lora-wizard init --gpu ${flag ?? '8xH100'}`)}`,
  ]
}

/** What was found as `--json` prints it. */
export function hardwareJson(found: Hardware) {
  const { devices, links, memory, processors, disk, python, silent } = found
  return {
    version: 1,
    devices: devices.map((device) => ({ ...device, gpu: catalogued(device)?.name ?? null })),
    links,
    memory_gib: memory / bytes,
    processors,
    disk_free_gib: disk === null ? null : disk / bytes,
    python: python && { ...python, differences: versionDifferences(python) },
    silent,
    gpu: gpuFlag(devices) ?? null,
    answers: hardwareAnswers(found),
  }
}
