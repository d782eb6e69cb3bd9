// Writes the torture table of packages/sip/README.md anew: node -r ./tools/register.js test/sip/torture/write-readme-table.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readmeTable, withTable } from './readme-table'
import { ROWS } from './rows'

const README = join(__dirname, '../../../packages/sip/README.md')
writeFileSync(README, withTable(readFileSync(README, 'utf8'), readmeTable(ROWS)))
