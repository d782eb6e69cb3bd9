// Checks a bundle in the reader's browser: plain JavaScript as text, a second verifier beside `bundle/`, written from docs/evidence.md.
// It loads nothing, stores nothing, and writes words by textContent alone.

/** The second part of the page's script. */
export const checkScript = `
{
  const MANIFEST = 'ch1-manifest.json', SIGNATURES = 'ch1-signatures.json', VERDICTS = 'verdicts.json'
  const MAX_TOTAL = 4e9, MAX_HERE = 1.5e9, MAX_PREFIXES = 4e9
  class Fault extends Error { constructor(where, what) { super(what); this.where = where } }
  const latin = (bytes) => String.fromCharCode(...bytes)
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const anyBytes = new TextDecoder('latin1')
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, '0')).join('')
  const sha256 = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes))
  const encoded = (words) => new TextEncoder().encode(words)
  const same = (a, b) => a.length === b.length && a.every((one, i) => one === b[i])

  // RFC 8785 for values without fractions
  const canonical = (value) => {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Fault(MANIFEST, 'holds a number that is not whole')
    if (value === null || typeof value !== 'object') return JSON.stringify(value)
    if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']'
    return '{' + Object.keys(value).sort().map((key) => JSON.stringify(key) + ':' + canonical(value[key])).join(',') + '}'
  }
  const readJson = (where, words) => {
    try {
      const value = JSON.parse(words)
      if (canonical(value) === words) return value
    } catch {}
    throw new Fault(where, 'is not JSON in canonical form')
  }
  const demand = (holds, where, what) => { if (!holds) throw new Fault(where, what) }
  const isText = (value) => typeof value === 'string'
  const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value)
  const isCount = (value) => Number.isSafeInteger(value) && value >= 0
  const hasKeys = (value, ...keys) => value !== null && typeof value === 'object' && Object.keys(value).sort().join() === keys.sort().join()
  const unbase64 = (words) => Uint8Array.from(atob(words.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
  const base64 = (bytes) => btoa(latin(bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
    return n >>> 0
  })
  const crc32 = (bytes) => {
    let crc = 0xffffffff
    for (const one of bytes) crc = table[(crc ^ one) & 255] ^ (crc >>> 8)
    return (crc ^ 0xffffffff) >>> 0
  }

  const unusable = /[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffd\\\\:*?"<>|]|\\p{Surrogate}/u
  const pathIsGood = (path) =>
    path !== '' && encoded(path).length <= 512 && !path.startsWith('/') && !unusable.test(path) && path === path.normalize('NFC') &&
    path.split('/').every((step) => step !== '' && !/[. ]$/.test(step) && !/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.|$)/i.test(step))
  const collision = (path) => path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC')

  function zipEntries(bytes) {
    const zip = 'the zip', view = new DataView(bytes.buffer), end = bytes.length - 22
    const u16 = (at) => view.getUint16(at, true), u32 = (at) => view.getUint32(at, true)
    demand(end >= 0 && u32(end) === 0x06054b50, zip, 'its end is missing, or something stands behind it')
    const count = u16(end + 10), size = u32(end + 12), from = u32(end + 16)
    demand(u32(end + 4) === 0 && u16(end + 8) === count && u16(end + 20) === 0 && from + size === end, zip, 'it was cut, something was put into it, or it has a comment')
    const entries = [], names = new Set()
    let at = from, offset = 0
    for (let i = 0; i < count; i++) {
      demand(at + 46 <= end && u32(at) === 0x02014b50, zip, 'its list of entries is not whole')
      const length = u16(at + 28), raw = bytes.subarray(at + 46, at + 46 + length)
      let name
      try { name = utf8.decode(raw) } catch { throw new Fault(JSON.stringify(latin(raw)), 'has a name that is not UTF-8') }
      demand(at + 46 + length <= end && pathIsGood(name), name, 'has a name that a bundle does not have')
      demand(!names.has(collision(name)), name, 'is there twice, or is one file with another on some systems')
      names.add(collision(name))
      const entry = { name, crc: u32(at + 16), packed: u32(at + 20), bytes: u32(at + 24), offset, raw }
      // made by Unix 6.3, needs 2.0, descriptor and UTF-8, deflated, 1980-01-01, no extra field, no comment, a plain file
      demand(u16(at + 4) === 0x033f && u16(at + 6) === 20 && u16(at + 8) === 0x0808 && u16(at + 10) === 8 && u16(at + 12) === 0 && u16(at + 14) === 0x21 &&
        u32(at + 30) === 0 && u32(at + 34) === 0 && u32(at + 38) === 0o100644 * 65536 && u32(at + 42) === offset, name, 'has a header that a bundle does not write')
      entries.push(entry)
      offset += 30 + length + entry.packed + 16
      at += 46 + length
    }
    demand(at === end && offset === from, zip, 'something stands in it that is no entry')
    return entries
  }

  async function content(bytes, entry) {
    const { name, raw, offset } = entry, view = new DataView(bytes.buffer)
    const data = offset + 30 + raw.length, behind = data + entry.packed
    const local = new Uint8Array(30)
    local.set([0x50, 0x4b, 3, 4, 20, 0, 8, 8, 8, 0, 0, 0, 0x21])
    new DataView(local.buffer).setUint16(26, raw.length, true)
    demand(same(bytes.subarray(offset, offset + 30), local) && same(bytes.subarray(offset + 30, data), raw), name, 'has two headers that differ')
    demand([0x08074b50, entry.crc, entry.packed, entry.bytes].every((one, i) => view.getUint32(behind + 4 * i, true) === one), name, 'has a descriptor that differs from its header')
    const made = new Uint8Array(entry.bytes)
    let got = 0
    const reader = new Blob([bytes.subarray(data, behind)]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
    for (;;) {
      let next
      try { next = await reader.read() } catch { throw new Fault(name, 'cannot be unpacked, or has bytes behind its content') }
      if (next.done) break
      if (got + next.value.length > entry.bytes) {
        reader.cancel().catch(() => {})
        throw new Fault(name, 'unpacks to more than it declares')
      }
      made.set(next.value, got)
      got += next.value.length
    }
    demand(got === entry.bytes, name, 'unpacks to less than it declares')
    demand(crc32(made) === entry.crc, name, 'has another checksum than its header')
    return made
  }

  // Each line of kind chain or sealed tells the SHA-256 of all bytes before it. The browser hashes whole pieces only, so each prefix anew.
  async function chained(where, bytes, listed, work) {
    let lines = 0, from = 0, sealed = 'no', chain
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      demand(sealed === 'no', where, 'something stands behind the seal')
      lines += 1
      const line = bytes.subarray(from, end)
      const kind = /"kind":"(?:chain|sealed)"/.test(anyBytes.decode(line)) ? JSON.parse(utf8.decode(line)) : {}
      if (kind.kind === 'chain' || kind.kind === 'sealed') {
        work.left -= from
        demand(work.left >= 0, where, 'is too long for a browser to follow its chain: ch1 verify')
        chain = await sha256(bytes.subarray(0, from))
        demand(chain === kind.sha256, where, 'the hash chain breaks at line ' + lines)
        if (kind.kind === 'sealed') sealed = kind.why === 'done' ? 'done' : 'aborted'
      }
      from = end + 1
    }
    demand(sealed === 'no' || from === bytes.length, where, 'something stands behind the seal')
    if (sealed === 'no') chain = await sha256(bytes.subarray(0, from))
    demand(chain === listed.chain && lines === listed.lines && sealed === listed.sealed, where, 'is another history than the manifest tells of')
  }

  function manifestOf(words) {
    const m = readJson(MANIFEST, words), wrong = 'is not of schema ch1-bundle/1'
    demand(hasKeys(m, 'schema', 'aborted', 'files', 'histories') && m.schema === 'ch1-bundle/1' && typeof m.aborted === 'boolean' && Array.isArray(m.files) && Array.isArray(m.histories), MANIFEST, wrong)
    const names = new Set()
    let total = 0, before
    for (const one of m.files) {
      demand(hasKeys(one, 'path', 'bytes', 'sha256') && isText(one.path) && isCount(one.bytes) && isHash(one.sha256), MANIFEST, wrong)
      demand(pathIsGood(one.path) && !names.has(collision(one.path)), MANIFEST, 'names ' + JSON.stringify(one.path) + ', which a bundle does not hold')
      demand(before === undefined || [...encoded(before)].map(pad).join('') < [...encoded(one.path)].map(pad).join(''), MANIFEST, 'names ' + JSON.stringify(one.path) + ' out of order')
      names.add(collision(one.path))
      before = one.path
      total += one.bytes
    }
    demand(total <= MAX_TOTAL, MANIFEST, 'names more bytes than a bundle holds')
    for (const one of m.histories) demand(hasKeys(one, 'path', 'lines', 'sealed', 'chain') && isText(one.path) && isCount(one.lines) && ['done', 'aborted', 'no'].includes(one.sealed) && isHash(one.chain), MANIFEST, wrong)
    const histories = m.files.map(({ path }) => path).filter((path) => /^history\\/[^/]+\\.ndjson$/.test(path))
    demand(histories.join('\\n') === m.histories.map(({ path }) => path).join('\\n'), MANIFEST, 'does not tell of each history in it')
    return m
  }
  const pad = (one) => one.toString(16).padStart(2, '0')

  async function signersOf(words, digest) {
    const file = readJson(SIGNATURES, words), signers = []
    demand(hasKeys(file, 'schema', 'signatures') && file.schema === 'ch1-signatures/1' && Array.isArray(file.signatures) && file.signatures.length >= 1 && file.signatures.length <= 8, SIGNATURES, 'is not of schema ch1-signatures/1')
    let previous
    for (const [i, one] of file.signatures.entries()) {
      const which = 'signature ' + (i + 1) + ': '
      demand(hasKeys(one, 'statement', 'signature') && isText(one.statement) && isText(one.signature), SIGNATURES, which + 'is not of schema ch1-signatures/1')
      const said = readJson(SIGNATURES, one.statement), key = /^ed25519:([A-Za-z0-9_-]{43})$/.exec(said.key)?.[1] ?? ''
      demand(said.schema === 'ch1-signature/1' && key !== '' && isText(said.at), SIGNATURES, which + 'its statement is not of schema ch1-signature/1')
      let good = /^[A-Za-z0-9_-]{86}$/.test(one.signature) && base64(unbase64(one.signature)) === one.signature && base64(unbase64(key)) === key
      if (good) {
        const publicKey = await crypto.subtle.importKey('raw', unbase64(key), { name: 'Ed25519' }, false, ['verify'])
        good = await crypto.subtle.verify({ name: 'Ed25519' }, publicKey, unbase64(one.signature), encoded(one.statement))
      }
      demand(good, SIGNATURES, which + 'it was not made by ' + said.key + ', or what it signs was changed')
      demand(said.manifest === digest, SIGNATURES, which + 'it is of another manifest')
      demand(said.role === (i === 0 ? 'maker' : 'reviewer') && said.previous === previous, SIGNATURES, which + 'it does not stand where it was made')
      previous = await sha256(encoded(one.statement))
      signers.push(said)
    }
    return signers
  }

  async function checked(file, progress) {
    if (file.size > MAX_HERE) return { state: 'unchecked', why: 'it is too large for a browser: ch1 verify' }
    const bytes = new Uint8Array(await file.arrayBuffer()), begin = 'PK\\u0003\\u0004'
    if (latin(bytes.subarray(0, 4)) !== begin || latin(bytes.subarray(30, 30 + MANIFEST.length)) !== MANIFEST) return { state: 'not-a-bundle', why: 'it does not begin as one' }
    try {
      const [first, second, ...entries] = zipEntries(bytes)
      demand(first?.name === MANIFEST && first.bytes <= 67108864, MANIFEST, 'is missing, or longer than a bundle has it')
      demand(second?.name === SIGNATURES && second.bytes <= 262144, SIGNATURES, 'is missing, or longer than a bundle has it')
      const manifestBytes = await content(bytes, first), digest = await sha256(manifestBytes)
      const signers = await signersOf(utf8.decode(await content(bytes, second)), digest)
      const manifest = manifestOf(utf8.decode(manifestBytes))
      const listed = new Map(manifest.files.map((one) => ['run/' + one.path, one])), there = new Set(entries.map(({ name }) => name))
      for (const { name } of entries) demand(listed.has(name), name, 'is not among the files that were signed')
      for (const name of listed.keys()) demand(there.has(name), name, 'is missing')
      demand(entries.every(({ name }, i) => name === 'run/' + manifest.files[i].path), 'the zip', 'its files are in another order than when it was signed')
      const work = { left: MAX_PREFIXES }
      let run
      for (const [i, entry] of entries.entries()) {
        const { path, bytes: length, sha256: hash } = listed.get(entry.name)
        demand(entry.bytes === length, entry.name, 'has another length than when it was signed')
        const made = await content(bytes, entry)
        demand((await sha256(made)) === hash, entry.name, 'has another content than when it was signed')
        const history = manifest.histories.find((one) => one.path === path)
        if (history) await chained(entry.name, made, history, work)
        if (path === VERDICTS) run = JSON.parse(utf8.decode(made))
        if (i % 200 === 0) progress(i + ' of ' + entries.length)
      }
      demand(run?.schema === 'ch1-verdicts/1' && run.aborted === manifest.aborted, 'run/' + VERDICTS, 'is missing, or says otherwise than the manifest whether the run came to its end')
      demand(run.aborted ? run.conformance !== 'conformant' : manifest.histories.every(({ sealed }) => sealed === 'done'), 'run/' + VERDICTS, 'says more than the histories give')
      return { state: 'intact', digest, signers, manifest, run }
    } catch (fault) {
      if (fault instanceof Fault) return { state: 'altered', where: fault.where, what: fault.message }
      if (fault?.name === 'NotSupportedError') return { state: 'unchecked', why: 'this browser does not know Ed25519: ch1 verify' }
      return { state: 'altered', where: 'the zip', what: 'cannot be read: ' + fault }
    }
  }

  const visible = (words) => String(words).slice(0, 400).replace(/[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]/g, (one) => '\\\\u' + one.charCodeAt(0).toString(16).padStart(4, '0'))
  const input = document.getElementById('check-file'), keys = document.getElementById('check-keys'), result = document.getElementById('check-result')
  const say = (state, lines) => {
    result.dataset.state = state
    result.className = { intact: 'right', unknown: 'open', altered: 'wrong', 'not-a-bundle': 'wrong' }[state] ?? ''
    result.replaceChildren(...lines.map((words) => { const p = document.createElement('p'); p.textContent = visible(words); return p }))
  }
  let turn = 0
  async function begin(file) {
    const mine = ++turn
    say('reading', ['Reading ' + file.name + ' …'])
    if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) return say('unchecked', ['Not checked: this browser cannot. Run: ch1 verify ' + file.name])
    const found = await checked(file, (words) => { if (mine === turn) say('reading', ['Reading ' + file.name + ': ' + words + ' …']) })
    if (mine !== turn) return
    if (found.state === 'unchecked') return say('unchecked', ['Not checked: ' + found.why + ' ' + file.name])
    if (found.state === 'not-a-bundle') return say('not-a-bundle', ['✗ ' + file.name + ' is not a bundle: ' + found.why + '.'])
    if (found.state === 'altered') return say('altered', ['✗ Altered: ' + file.name, found.where + ' ' + found.what])
    const known = new Set(keys.value.split(/[\\s,]+/)), unknown = found.signers.filter(({ key }) => !known.has(key))
    const { run, manifest } = found
    say(unknown.length ? 'unknown' : 'intact', [
      unknown.length ? '? Intact, but not everybody who signed it is known to you: ' + file.name : '✓ Intact, and signed by whom you know: ' + file.name,
      ...found.signers.map(({ key, role, name, at }) => (known.has(key) ? 'signed by a key you know: ' : 'signed by an UNKNOWN key: ') + key + ' (' + role + ')' + (name ? ', calls itself "' + name + '"' : '') + ', ' + at + ' by its clock'),
      'run: ' + (run.aborted ? 'ABORTED, ' : '') + run.conformance + ', ' + run.summary?.pass + ' passed, ' + run.summary?.fail + ' failed; ' + manifest.files.length + ' files, ' + 'hash chains whole: ' + manifest.histories.length,
      'manifest: SHA-256 ' + found.digest,
    ])
  }
  input.addEventListener('change', () => { if (input.files[0]) begin(input.files[0]) })
  keys.addEventListener('change', () => { if (input.files[0]) begin(input.files[0]) })
  addEventListener('dragover', (event) => event.preventDefault())
  addEventListener('drop', (event) => {
    event.preventDefault()
    if (event.dataTransfer?.files.length !== 1) return
    input.files = event.dataTransfer.files
    document.getElementById('check').scrollIntoView()
    begin(input.files[0])
  })
}
`
