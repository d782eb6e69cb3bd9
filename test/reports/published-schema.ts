// Is a document what its file in docs/schema says? Asked of ajv, which knows nothing of ours.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv2020 from 'ajv/dist/2020'

const SCHEMAS = path.resolve(__dirname, '..', '..', 'docs', 'schema')
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** `name`: of the file. */
export function validator(name: string): (document: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, formats: { 'date-time': isoDate } })
  const validate = ajv.compile(JSON.parse(readFileSync(path.join(SCHEMAS, name), 'utf8')) as object)
  return (document) => validate(JSON.parse(JSON.stringify(document)))
}
