/** Builds the program before the tests, where the build is missing or older than a source. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** When the newest file below the sources was changed. */
const newest = (): number =>
  Math.max(
    ...['cli', 'shared', 'docs', 'scripts']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
      )
      .filter((path) => /\.(tsx?|py|md|yaml)$/.test(path) && existsSync(path))
      .map((path) => statSync(path).mtimeMs),
  )

export default function build(): void {
  const built = join(root, 'dist', 'licences.txt')
  if (existsSync(built) && statSync(built).mtimeMs > newest()) return
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: 'inherit' })
}
