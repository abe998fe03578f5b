/**
 * `npm run capture`: asks the installed tools what they are and writes `shared/tools/<tool>/<release>.json`.
 *
 *     node scripts/capture.ts [TOOL[@RELEASE] …]   the newest kept release of every tool, or those named
 *     node scripts/capture.ts --all                every kept release
 *     node scripts/capture.ts --check [--all]      compares with the committed files and writes nothing
 *     node scripts/capture.ts --newest [TOOL …]    asks the registry for newer releases, captures them, and says what they changed
 *     --accept-fewer                               accepts a release that has a tenth fewer names than before
 *
 * Each release runs in a process of its own, in the environment of `test:real` with the release first on the path.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CapturedRelease, type ToolId, toolIds } from '../shared/tools/tool.ts'
import { compareVersions } from '../shared/versions.ts'
import { changes } from './capture/changes.ts'
import { formatted } from './capture/formatted.ts'
import { cache, fail, layersOf, ran, type Wanted } from './capture/layers.ts'
import { recipes } from './capture/recipes.ts'
import { environment as prepared, python, say } from './python-environment.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, 'shared', 'tools')

/** Asks one release in a process of its own. */
function captured({ tool, release }: Wanted): CapturedRelease {
  const { stubs, environment } = layersOf({ tool, release })
  const out = join(cache, `${tool}-${process.pid}.json`)
  const done = spawnSync(python, [join(root, 'scripts', 'capture', 'main.py'), tool, out], {
    cwd: cache,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: environment,
  })
  if (done.status !== 0) fail(`${tool} ${release} could not be asked:\n${done.stderr}`)
  const answer = JSON.parse(readFileSync(out, 'utf8')) as Pick<
    CapturedRelease,
    'with' | 'failed' | 'enums' | 'sections'
  >
  rmSync(out)
  const today = new Date().toISOString().slice(0, 10)
  return {
    tool,
    release,
    captured: today,
    with: answer.with,
    stubs,
    failed: answer.failed,
    enums: answer.enums,
    sections: answer.sections,
  }
}

const fileOf = ({ tool, release }: Wanted): string => join(home, tool, `${release}.json`)
function committed(wanted: Wanted): CapturedRelease | undefined {
  const file = fileOf(wanted)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CapturedRelease) : undefined
}

/** The releases that are committed, the newest first. */
function kept(tool: ToolId): readonly string[] {
  const folder = join(home, tool)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort((a, b) => compareVersions(b, a))
}

const count = ({ sections }: CapturedRelease): number =>
  Object.values(sections).reduce((sum, { keys }) => sum + Object.keys(keys).length, 0)

/** A capture that lost names is more often an import that failed than a release that dropped a tenth of itself. */
function stopWhereFewer(now: CapturedRelease, before: CapturedRelease | undefined, accept: boolean): void {
  if (!before || accept || count(now) >= 0.9 * count(before)) return
  const gone = Object.keys(before.sections).filter((name) => !Object.hasOwn(now.sections, name))
  const failed = Object.entries(now.failed).map(([module, error]) => `  ${module}: ${error}`)
  fail(
    [
      `${now.tool} ${now.release} has ${count(now)} names, ${before.release} has ${count(before)}: more than a tenth is gone.`,
      `Sections gone: ${gone.join(', ') || 'none'}.`,
      ...(failed.length > 0 ? ['Modules that could not be read:', ...failed] : []),
      'If the release really dropped them, pass --accept-fewer.',
    ].join('\n'),
  )
}

/** Without the day, and as it is written: the same answer on another day or in another order is no change. */
const sameAnswer = (a: CapturedRelease, b: CapturedRelease): boolean =>
  formatted({ ...a, captured: '' }) === formatted({ ...b, captured: '' })

function write(now: CapturedRelease): void {
  const before = committed(now)
  if (before && sameAnswer(before, now)) {
    say('   unchanged')
    return
  }
  mkdirSync(join(home, now.tool), { recursive: true })
  writeFileSync(fileOf(now), formatted(now))
}

/** `captured.ts`: the list of the files, since nothing in `shared` may look into a folder. */
function writeList(): void {
  const imports: string[] = []
  const lists: string[] = []
  for (const tool of toolIds) {
    const names = kept(tool).map((release) => [release, `${tool}_${release}`.replace(/\W/g, '_')] as const)
    imports.push(
      ...names.map(([release, name]) => `import ${name} from './${tool}/${release}.json' with { type: 'json' }`),
    )
    lists.push(
      `  ${/\W/.test(tool) ? `'${tool}'` : tool}: { ${names.map(([release, name]) => `'${release}': ${name}`).join(', ')} },`,
    )
  }
  const text = readFileSync(join(import.meta.dirname, 'capture', 'captured.ts.template'), 'utf8')
  const file = join(home, 'captured.ts')
  writeFileSync(file, text.replace('// imports', imports.sort().join('\n')).replace('  // files', lists.join('\n')))
  spawnSync(join(root, 'node_modules', '.bin', 'biome'), ['check', '--write', file], { stdio: 'inherit' })
}

/** Releases of the registry that are newer than the newest one that is kept. */
function newer(tools: readonly ToolId[]): readonly Wanted[] {
  return tools.flatMap((tool) => {
    const said = ran(['pip', 'index', 'versions', recipes[tool].package])
    const release = /^Available versions: ([^,\s]+)/m.exec(said)?.[1]
    const [last] = kept(tool)
    const isNewer = release !== undefined && (last === undefined || compareVersions(release, last) > 0)
    say(`${tool}: ${last ?? 'nothing'} is kept, ${release ?? 'nothing'} is the newest`)
    return isNewer ? [{ tool, release }] : []
  })
}

function asked(words: readonly string[], all: boolean): readonly Wanted[] {
  const named = words.map((word) => word.split('@') as [string, string?])
  for (const [name] of named)
    if (!(toolIds as readonly string[]).includes(name)) fail(`${name} is none of ${toolIds.join(', ')}.`)
  const list: readonly [string, string?][] = named.length > 0 ? named : toolIds.map((tool) => [tool])
  return list.flatMap(([name, release]) => {
    const tool = name as ToolId
    if (release) return [{ tool, release }]
    const every = [...new Set([...Object.keys(recipes[tool].releases), ...kept(tool)])]
    every.sort((a, b) => compareVersions(b, a))
    return (all ? every : every.slice(0, 1)).map((one) => ({ tool, release: one }))
  })
}

const words = process.argv.slice(2)
const has = (flag: string): boolean => words.includes(flag)
const names = words.filter((word) => !word.startsWith('--'))
if (!prepared()) process.exit(1)
mkdirSync(cache, { recursive: true })

if (has('--check')) {
  let failed = 0
  const all = asked(names, has('--all'))
  for (const one of all) {
    const began = Date.now()
    const before = committed(one)
    const now = captured(one)
    const fine = before !== undefined && sameAnswer(before, now)
    say(
      `${fine ? 'ok  ' : 'FAIL'} ${one.tool} ${one.release}  ${count(now)} names  ${((Date.now() - began) / 1000).toFixed(0)} s`,
    )
    if (!fine) {
      failed++
      for (const line of before ? changes(before, now) : ['It is not committed.']) say(`     ${line}`)
    }
  }
  say(`${all.length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} else {
  const tools = names.length > 0 ? (names as ToolId[]) : toolIds
  for (const one of has('--newest') ? newer(tools) : asked(names, has('--all'))) {
    const before = committed(one)
    const last = kept(one.tool).find((release) => compareVersions(release, one.release) < 0)
    const older = last === undefined ? undefined : committed({ tool: one.tool, release: last })
    const now = captured(one)
    stopWhereFewer(now, before ?? older, has('--accept-fewer'))
    say(`${one.tool} ${one.release}: ${count(now)} names in ${Object.keys(now.sections).length} sections`)
    for (const [module, error] of Object.entries(now.failed)) say(`   could not be read: ${module}: ${error}`)
    if (has('--newest') && older) for (const line of changes(older, now)) say(`   ${line}`)
    write(now)
  }
  writeList()
}
