// What strangers make of a good bundle to deceive: one trick a row, and what must be said of it.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { LOCAL_BYTES } from '../../bundle/zip-form'
import { zipEntries } from '../../bundle/zip-reader'
import { forgedZip, type Forged } from './forged-zip'
import { bundled } from './run-folder'

/** A good bundle, taken apart: what a forger starts from. */
export async function parts(more: Readonly<Record<string, string>> = {}): Promise<readonly Forged[]> {
  const { file } = await bundled({ more })
  const bytes = readFileSync(file)
  const fd = openSync(file, 'r')
  const entries = zipEntries(fd, fstatSync(fd).size)
  closeSync(fd)
  return entries.map(({ name, offset, packedBytes }) => {
    const at = offset + LOCAL_BYTES + Buffer.byteLength(name)
    const packed = bytes.subarray(at, at + packedBytes)
    return { name, packed, content: inflateRawSync(packed) }
  })
}

export const stranger = { name: 'run/stranger.txt', content: Buffer.from('hello') }
const last = (all: readonly Forged[], more: Partial<Forged>): readonly Forged[] =>
  all.map((one, i) => (i === all.length - 1 ? { ...one, ...more } : one))
const put = (at: number, value: number) => (header: Buffer) => void header.writeUInt16LE(value, at)

/** A bomb within the rules of deflate: a thousand times as much as it seems. */
const bomb = Buffer.alloc(40_000_000)

export const TRICKS: readonly (readonly [trick: string, zip: (all: readonly Forged[]) => Buffer, where: RegExp, what: RegExp])[] =
  [
    [
      'a path that leads out',
      (all) => forgedZip([...all, { ...stranger, name: '../../evil.sh' }]),
      /^\.\.\/\.\.\/evil.sh$/,
      /leads out of the folder/,
    ],
    [
      'a path that leads out of the run',
      (all) => forgedZip([...all, { ...stranger, name: 'run/../../evil.sh' }]),
      /evil/,
      /leads out/,
    ],
    ['an absolute path', (all) => forgedZip([...all, { ...stranger, name: '/etc/passwd' }]), /passwd/, /absolute path/],
    ['a drive', (all) => forgedZip([...all, { ...stranger, name: 'C:/evil' }]), /C:/, /absolute path/],
    ['a backslash', (all) => forgedZip([...all, { ...stranger, name: 'run\\..\\evil' }]), /evil/, /character in its name/],
    [
      'a name with a control character',
      (all) => forgedZip([...all, { ...stranger, name: 'run/a\u001b[2Jb' }]),
      /run\/a/,
      /character in its name/,
    ],
    [
      'a name that is not UTF-8',
      (all) => forgedZip([...all, { ...stranger, rawName: Buffer.from([0x72, 0xff]) }]),
      /r/,
      /not UTF-8/,
    ],
    [
      'a device of Windows',
      (all) => forgedZip([...all, { ...stranger, name: 'run/nul.txt' }]),
      /nul/,
      /some systems do not take/,
    ],
    [
      'a name of 600 bytes',
      (all) => forgedZip([...all, { ...stranger, name: `run/${'a'.repeat(600)}` }]),
      /aaa/,
      /longer than 512 bytes/,
    ],
    [
      'a folder',
      (all) => forgedZip([...all, { ...stranger, name: 'run/folder/', central: put(40, 0o40755) }]),
      /folder/,
      /empty step|no plain file/,
    ],
    ['a symbolic link', (all) => forgedZip(last(all, { central: put(40, 0o120777) })), /verdicts.json/, /symbolic link/],
    ['a device file', (all) => forgedZip(last(all, { central: put(40, 0o20666) })), /verdicts.json/, /no plain file/],
    [
      'an executable',
      (all) => forgedZip(last(all, { central: put(40, 0o100755) })),
      /verdicts.json/,
      /header that a bundle does not write/,
    ],
    ['the same name twice', (all) => forgedZip([...all, { ...stranger, name: 'run/verdicts.json' }]), /verdicts/, /there twice/],
    [
      'a name that differs by case',
      (all) => forgedZip([...all, { ...stranger, name: 'run/Verdicts.json' }]),
      /Verdicts/,
      /one file with "run\/verdicts.json"/,
    ],
    [
      'a name in another Unicode form',
      (all) => forgedZip([...all, { ...stranger, name: 'run/e\u0301' }]),
      /run\/e/,
      /not in Unicode form NFC/,
    ],
    [
      'names of one compatibility form',
      (all) => forgedZip([...all, { ...stranger, name: 'run/ﬁ' }, { ...stranger, name: 'run/fi' }]),
      /run\/fi/,
      /one file with "run\/ﬁ"/,
    ],
    [
      'a file that nobody signed',
      (all) => forgedZip([...all, stranger]),
      /^run\/stranger.txt$/,
      /not among the files that were signed/,
    ],
    [
      'a file outside of the run',
      (all) => forgedZip([...all, { ...stranger, name: 'README.txt' }]),
      /README/,
      /not among the files/,
    ],
    ['a file less', (all) => forgedZip(all.slice(0, -1)), /verdicts.json/, /is missing/],
    [
      'no signatures',
      (all) => forgedZip(all.filter(({ name }) => name !== 'ch1-signatures.json')),
      /ch1-signatures.json/,
      /missing, or not where/,
    ],
    ['another order', (all) => forgedZip([...all.slice(0, 2), ...all.slice(2).reverse()]), /the zip/, /another order/],
    [
      'a bomb that declares what it is',
      (all) => forgedZip(last(all, { content: bomb, packed: deflateRawSync(bomb) })),
      /verdicts.json/,
      /has 40000000 bytes, and had \d+ when/,
    ],
    [
      'a bomb that declares less',
      (all) => forgedZip(last(all, { packed: deflateRawSync(bomb) })),
      /verdicts.json/,
      /more than the \d+ bytes it declares/,
    ],
    [
      'a manifest that is a bomb',
      (all) => forgedZip(all.map((one, i) => (i === 0 ? { ...one, bytes: 0xfffffff0 } : one))),
      /ch1-manifest/,
      /declares more than 67108864 bytes/,
    ],
    [
      'a content that ends early',
      (all) => forgedZip(last(all, { packed: deflateRawSync(Buffer.from('{}')) })),
      /verdicts.json/,
      /unpacks to 2 bytes, and declares/,
    ],
    [
      'bytes behind a content',
      (all) => forgedZip(last(all, { packed: Buffer.concat([all.at(-1)?.packed ?? bomb, Buffer.from('more')]) })),
      /verdicts.json/,
      /behind the end of its content/,
    ],
    [
      'data that is not deflate',
      (all) => forgedZip(last(all, { packed: Buffer.alloc(50, 0xff) })),
      /verdicts.json/,
      /cannot be unpacked/,
    ],
    [
      'another content',
      (all) =>
        forgedZip(
          last(all, {
            content: Buffer.from(String(all.at(-1)?.content).replace('partial', 'conform')),
            packed: deflateRawSync(Buffer.from(String(all.at(-1)?.content).replace('partial', 'conform'))),
          }),
        ),
      /verdicts.json/,
      /another content than when it was signed/,
    ],
    ['a checksum that is wrong', (all) => forgedZip(last(all, { crc32: 7 })), /verdicts.json/, /another checksum/],
    [
      'two headers that name two files',
      (all) => forgedZip(last(all, { local: (header) => void header.write('R', LOCAL_BYTES) })),
      /verdicts.json/,
      /two headers that differ/,
    ],
    [
      'a local header with lengths of its own',
      (all) => forgedZip(last(all, { local: (header) => void header.writeUInt32LE(9, 18) })),
      /verdicts.json/,
      /two headers that differ/,
    ],
    [
      'a descriptor with lengths of its own',
      (all) => forgedZip(last(all, { behind: (made) => void made.writeUInt32LE(9, 8) })),
      /verdicts.json/,
      /descriptor that differs/,
    ],
    [
      'two entries that share their data',
      (all) => forgedZip([...all, { ...stranger, offset: 0 }]),
      /stranger/,
      /overlaps, or leaves a gap/,
    ],
    ['encryption', (all) => forgedZip(last(all, { central: put(8, 0x0809) })), /verdicts.json/, /is encrypted/],
    ['another way of packing', (all) => forgedZip(last(all, { central: put(10, 12) })), /verdicts.json/, /packed otherwise/],
    [
      'an extra field',
      (all) => forgedZip(last(all, { central: put(30, 4), tail: Buffer.from([1, 0, 0, 0]) })),
      /verdicts.json/,
      /an extra field/,
    ],
    [
      'a comment of an entry',
      (all) => forgedZip(last(all, { central: put(32, 4), tail: Buffer.from('ad!!') })),
      /verdicts.json/,
      /has a comment/,
    ],
    [
      'a comment of the zip',
      (all) => forgedZip(all, { end: (end) => Buffer.concat([end.subarray(0, 20), Buffer.from([5, 0]), Buffer.from('hello')]) }),
      /the zip/,
      /a comment of 5 bytes/,
    ],
    [
      'a whole zip as a comment',
      (all) =>
        forgedZip(all, {
          end: (end) => {
            const inner = forgedZip([stranger])
            const more = Buffer.from(end)
            more.writeUInt16LE(inner.length, 20)
            return Buffer.concat([more, inner])
          },
        }),
      /the zip/,
      /cut, or something was put into it/,
    ],
    [
      'bytes behind the end',
      (all) => Buffer.concat([forgedZip(all), Buffer.from('trailing')]),
      /the zip/,
      /8 bytes stand behind its end/,
    ],
    ['one byte less', (all) => forgedZip(all).subarray(0, -1), /the zip/, /its end is missing: it was cut short/],
    [
      'half of it',
      (all) => {
        const zip = forgedZip(all)
        return zip.subarray(0, zip.length / 2)
      },
      /the zip/,
      /its end is missing/,
    ],
    [
      'a gap before the list',
      (all) => forgedZip(all, { gap: Buffer.from('hidden') }),
      /the zip/,
      /between its entries and their list/,
    ],
    [
      'more entries than it lists',
      (all) =>
        forgedZip(all, {
          end: (end) => {
            const more = Buffer.from(end)
            more.writeUInt16LE(99, 8)
            more.writeUInt16LE(99, 10)
            return more
          },
        }),
      /the zip/,
      /shorter than it says/,
    ],
    [
      'fewer entries than it lists',
      (all) =>
        forgedZip(all, {
          end: (end) => {
            const more = Buffer.from(end)
            more.writeUInt16LE(3, 8)
            more.writeUInt16LE(3, 10)
            return more
          },
        }),
      /the zip/,
      /that is no entry/,
    ],
    [
      'parts on other disks',
      (all) =>
        forgedZip(all, {
          end: (end) => {
            const more = Buffer.from(end)
            more.writeUInt16LE(1, 4)
            return more
          },
        }),
      /the zip/,
      /other disks/,
    ],
    [
      'sixty-five thousand entries',
      (all) =>
        forgedZip(all, {
          end: (end) => {
            const more = Buffer.from(end)
            more.writeUInt16LE(0xffff, 8)
            more.writeUInt16LE(0xffff, 10)
            return more
          },
        }),
      /the zip/,
      /more entries than a bundle may have/,
    ],
  ]
