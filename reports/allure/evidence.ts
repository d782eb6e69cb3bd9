// Puts the files of an evidence folder beside an Allure result, the ones people open first in front.
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Attachment } from 'allure-js-commons'

const first = ['ladder.svg', 'ch1.txt', 'sip.txt', 'traffic.pcapng']
const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.log': 'text/plain',
  '.xml': 'application/xml',
  '.json': 'application/json',
  '.pcapng': 'application/vnd.tcpdump.pcap',
}

/** Copies every plain file of `folder` into `resultsDir`; a folder that does not exist gives nothing. `uuid` = the result's. */
export function attachEvidence(folder: string, resultsDir: string, uuid: string, prefix = ''): readonly Attachment[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => statSync(path.join(folder, name)).isFile())
  return names
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name, index) => {
      const extension = path.extname(name).toLowerCase()
      const source = `${uuid}-${prefix === '' ? '' : `${prefix}-`}evidence-${index}-attachment${extension}`
      copyFileSync(path.join(folder, name), path.join(resultsDir, source))
      return { name: prefix === '' ? name : `${prefix} ${name}`, type: types[extension] ?? 'application/octet-stream', source }
    })
}

function place(name: string): number {
  const at = first.indexOf(name)
  return at === -1 ? first.length : at
}
