// An agent's own files on a full disk: what is missing is counted, and nothing else ends.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openEvidence } from '../../packages/sipp-wrapper/src/agent/evidence-files'
import type { TraceEntry } from '../../packages/sipp-wrapper/src/traces/message-trace'

const skip = existsSync('/dev/full') ? false : 'no /dev/full here'
const entry = { direction: 'sent', transport: 'UDP', time: '1', bytes: Buffer.from('BYE sip:x SIP/2.0\r\n\r\n'), control: false }

test('a disk that is full: the message is counted as left out, the call goes on', { skip }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'ch1-full-'))
  try {
    symlinkSync('/dev/full', join(dir, 'bob.messages.txt'))
    symlinkSync('/dev/full', join(dir, 'bob.commands.txt'))
    for (const [name, leftOut] of [
      ['bob', 2],
      ['carol', 0],
    ] as const) {
      const files = openEvidence(dir, name)
      for (let twice = 0; twice < 2; twice += 1) files.message(entry as TraceEntry)
      files.command(Buffer.from('BYE'))
      assert.equal(files.messagesLeftOut(), leftOut, name)
      files.close()
    }
    assert.equal(readFileSync(join(dir, 'carol.messages.txt'), 'latin1').match(/^BYE /gm)?.length, 2)
    assert.equal(readFileSync(join(dir, 'carol.commands.txt'), 'latin1'), 'BYE\n')
  } finally {
    rmSync(dir, { recursive: true })
  }
})
