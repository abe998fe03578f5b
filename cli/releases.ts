/** `--versions`: releases by name, or a file that names them, such as a requirements file or what `pip freeze` printed. */

import { decode } from '../shared/python/yaml/decode.ts'
import { newestReleases } from '../shared/tools/index.ts'
import type { Released, Versions } from '../shared/tools/tool.ts'
import { packageName, releasesIn } from '../shared/versions.ts'
import type { Host } from './host.ts'
import { bytesOf } from './read-answers.ts'
import { UserError } from './user-error.ts'

const isKnown = (name: string): name is Released => Object.hasOwn(newestReleases, name)
const asked = [...Object.keys(newestReleases).map((name) => `${name}=…`), 'requirements.txt']

const refused = (value: string): UserError => new UserError('flag-value', { flag: '--versions', value, allowed: asked })

/** `accelerate=1.15.0` */
function pair(text: string): readonly [Released, string] {
  const [, written = '', release = ''] = /^\s*([\w.-]+)\s*={1,2}\s*v?(\d[\w.+!-]*)\s*$/.exec(text) ?? []
  const name = packageName(written)
  if (!isKnown(name)) throw refused(text)
  return [name, release]
}

/** The releases that a file names; other packages and ranges say nothing here. */
function inFile(host: Host, path: string): readonly (readonly [Released, string])[] {
  if (/^[\w-]*$/.test(path) && !host.files.status(path)) throw refused(path)
  const bytes = bytesOf(host, path)
  const text = decode(bytes).text ?? new TextDecoder().decode(bytes)
  const found = [...releasesIn(text)].flatMap(([name, release]) => (isKnown(name) ? [[name, release] as const] : []))
  if (found.length === 0) throw refused(path)
  return found
}

export function releasesSaid(host: Host, texts: readonly string[]): Versions {
  return Object.fromEntries(
    texts.flatMap((text) =>
      text.includes('=') && !host.files.status(text) ? text.split(',').map(pair) : inFile(host, text),
    ),
  )
}
