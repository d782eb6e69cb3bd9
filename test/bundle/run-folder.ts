// A run's folder as a run leaves it, small: one story, its verdicts, some evidence. And bundles of it.
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeBundle, type Intact, type Signing } from '../../bundle'
import { resealed } from '../../testbed'
import { tell } from '../judge/good-stories'
import type { Story } from '../judge/story'
import { storyPage } from '../reports/fixtures/story-page'

const folders: string[] = []
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bundle-'))
  folders.push(folder)
  return folder
}

export const AT = '2026-11-23T12:00:00.000Z'
const { privateKey } = generateKeyPairSync('ed25519')
export const maker: Signing = { key: privateKey, at: AT, name: 'the lab' }
export const reviewer: Signing = { key: generateKeyPairSync('ed25519').privateKey, at: AT, name: 'the reviewer' }

/** `more`: path → content, beside what a run leaves. */
export function runFolder(o: { readonly story?: Story; readonly more?: Readonly<Record<string, string | Buffer>> } = {}): string {
  const dir = path.join(newFolder(), 'run')
  const story = o.story ?? tell('TP_DEP_001')
  const files: Record<string, string | Buffer> = {
    'verdicts.json': JSON.stringify(storyPage([story]).document, null, 2),
    '.ch1-run': 'mark\n',
    'evidence/TP_DEP_001.1/sip.txt': 'INVITE sip:factory@im.example SIP/2.0\r\n'.repeat(20),
    'evidence/TP_DEP_001.1/empty.txt': '',
    'report.html': '<!doctype html>',
    ...o.more,
  }
  mkdirSync(path.join(dir, 'history'), { recursive: true })
  resealed(path.join(dir, 'history', 'w0.ndjson'), story.events())
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), content)
  }
  return dir
}

/** A bundle of such a folder, and where it is. */
export async function bundled(o: Parameters<typeof runFolder>[0] = {}): Promise<{ dir: string; file: string; made: Intact }> {
  const dir = runFolder(o)
  const file = path.join(path.dirname(dir), 'run.zip')
  return { dir, file, made: await makeBundle(dir, file, maker) }
}
