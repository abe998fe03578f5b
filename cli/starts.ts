/** Files of the working folder that a session can begin from, with what `check` finds in each. */
import type { FoundStart } from './face.ts'
import type { Host } from './host.ts'
import { UserError } from './user-error.ts'

/** So many are offered, of so many that are looked at. */
const most = 3
const looked = 24

/** Kinds that hold a run; of others nothing could be taken over. */
const kinds = ['lora-wizard', 'accelerate', 'axolotl', 'llama-factory', 'ms-swift', 'trl', 'deepspeed']

/** Names that a configuration may have, the likeliest first. */
const likely = (name: string): number =>
  /^lora-wizard\.ya?ml$/.test(name) ? 0 : /accelerate|default_config|axolotl|lora|config/i.test(name) ? 1 : 2

export async function startsIn(host: Host): Promise<readonly FoundStart[]> {
  let names: readonly string[]
  try {
    names = host.files.list(host.folder)
  } catch {
    return []
  }
  const paths = names
    .filter((name) => /\.(?:ya?ml|json)$/i.test(name) && !/^package(-lock)?\.json$/.test(name) && !name.startsWith('.'))
    .sort((a, b) => likely(a) - likely(b) || a.localeCompare(b))
    .slice(0, looked)
  return paths.length === 0 ? [] : checked(host, paths)
}

async function checked(host: Host, paths: readonly string[]): Promise<readonly FoundStart[]> {
  const { existsFor, gather } = await import('./gather-files.ts')
  const { foundIn, usual } = await import('./check-run.ts')
  try {
    const files = await gather(host, { paths, known: true })
    const starts = files
      .filter(({ path, reading }) => paths.includes(path) && kinds.includes(reading.kind))
      .sort((a, b) => kinds.indexOf(a.reading.kind) - kinds.indexOf(b.reading.kind))
      .slice(0, most)
    return starts.map((file) => {
      const own = files.filter((one) => one === file || !one.asked)
      const found = foundIn(own, { ...usual, exists: existsFor(host, own) }).get(file) ?? []
      const counted = (severity: string) => found.filter((one) => one.severity === severity).length
      return { path: file.path, kind: file.reading.kind, errors: counted('error'), warnings: counted('warning') }
    })
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}
