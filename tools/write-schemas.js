// Writes docs/schema/*.schema.json from the zod schemas; `--check` only compares and names the command that repairs.
'use strict'
require('./register.js')
const fs = require('node:fs')
const path = require('node:path')
const { schemaFiles } = require('../reports/verdicts-schema.ts')
const { jsonSchema } = require('@ch1/charging-http')

const folder = path.resolve(__dirname, '..', 'docs', 'schema')
const files = { ...schemaFiles(), 'ch1-http.schema.json': `${JSON.stringify(jsonSchema(), null, 2)}\n` }
const stale = Object.entries(files).filter(([name, text]) => read(path.join(folder, name)) !== text)
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    console.error(`docs/schema/${name} is not what its zod schema says; run: node tools/write-schemas.js`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  fs.mkdirSync(folder, { recursive: true })
  for (const [name, text] of stale) fs.writeFileSync(path.join(folder, name), text)
}

function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}
