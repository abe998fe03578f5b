/** The JSON Schemas of the files that are written, at the addresses that they give as their own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SchemaName, schema, schemaNames } from '../shared/schema.ts'
import { pageAt, sentencesOf } from './site.ts'

export function writeSchemas(folder: string): void {
  mkdirSync(join(folder, 'schema'), { recursive: true })
  const speech = { words: (path: string) => pageAt('en', path), sentences: sentencesOf('en') }
  for (const name of schemaNames as readonly SchemaName[])
    writeFileSync(join(folder, 'schema', `${name}.json`), `${JSON.stringify(schema(name, speech), null, 2)}\n`)
}
