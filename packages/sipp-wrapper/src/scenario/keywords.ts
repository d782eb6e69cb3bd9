// The [keywords] of SIPp's messages: finding them as SIPp does, and knowing them.
import type { SippFeatures } from '../process/sipp-features'

/** One keyword as written between the brackets, or what is wrong instead. */
export interface Keyword {
  readonly text: string
  /** Of the opening bracket, in the text searched. */
  readonly offset: number
  /** A literal is a bracket with another before its end: SIPp sends it as it is. After a broken one SIPp reads no further. */
  readonly kind: 'keyword' | 'literal' | 'broken'
}

const maxKeywordCharacters = 256

/** All keywords of a text in order. `\x5B` is a bracket that begins none. */
export function keywordsOf(text: string): readonly Keyword[] {
  const keywords: Keyword[] = []
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at)) {
    let begin = at + 1
    const inner = quotedIndexOf(text, '[', begin)
    const end = quotedIndexOf(text, ']', begin)
    if (inner >= 0 && inner < end) {
      keywords.push({ text: text.slice(begin, inner), offset: at, kind: 'literal' })
      begin = inner + 1
    }
    const length = end - begin
    if (end < 0 || length === 0 || length > maxKeywordCharacters) {
      keywords.push({ text: text.slice(begin, begin + 40).split('\n', 1)[0] ?? '', offset: begin - 1, kind: 'broken' })
      return keywords
    }
    keywords.push({ text: text.slice(begin, end), offset: begin - 1, kind: 'keyword' })
    at = end + 1
  }
  return keywords
}

// SIPp steps over what is in double quotes.
function quotedIndexOf(text: string, wanted: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === wanted) return at
    if (text[at] !== '"') continue
    const close = text.indexOf('"', at + 1)
    if (close < 0) return -1
    at = close
  }
  return -1
}

const plain = new Set([
  ...['remote_ip', 'remote_host', 'remote_port', 'transport', 'local_ip', 'local_ip_type', 'local_port', 'server_ip', 'media_ip'],
  ...[
    'auto_media_port',
    'rtpstream_audio_port',
    'rtpstream_video_port',
    'media_port',
    'media_ip_type',
    'call_number',
    'dynamic_id',
  ],
  ...['call_id', 'cseq', 'pid', 'service', 'branch', 'msg_index', 'next_url', 'len', 'peer_tag_param', 'last_Request_URI'],
  ...[
    'last_cseq_number',
    'last_message',
    'routes',
    'tdmmap',
    'clock_tick',
    'users',
    'userid',
    'timestamp',
    'date',
    'sipp_version',
  ],
])

// SRTP, 3.7.0 and later.
const crypto =
  /^(?:crypto(?:tag|keyparams)[12](?:audio|video)|cryptosuite(?:aescm128|null)sha1(?:80|32)[12](?:audio|video)|ueaescm128sha1(?:80|32)[12](?:audio|video))$/

/** What a keyword is. */
export type KeywordMeaning =
  | { readonly kind: 'plain' }
  | { readonly kind: 'variable'; readonly name: string; readonly inner: readonly string[] }
  | { readonly kind: 'last'; readonly header: string }
  /** `inner` are texts in its parameters that may hold keywords themselves. */
  | { readonly kind: 'injection'; readonly file: string | undefined; readonly inner: readonly string[] }
  | { readonly kind: 'with-inner'; readonly inner: readonly string[] }
  | { readonly kind: 'incomplete'; readonly missing: string }
  | { readonly kind: 'unknown' }

/** What `[text]` means to a SIPp of these features (undefined: to any SIPp); `keys` are the names given with `-key`. */
export function keywordMeaning(text: string, keys: ReadonlySet<string>, features: SippFeatures | undefined): KeywordMeaning {
  const keyword = /^(?:authentication|tdmmap)/.test(text) ? text : text.replace(/[+-]\d.*$/s, '')
  if (plain.has(keyword)) return isThere(keyword, features) ? { kind: 'plain' } : { kind: 'unknown' }
  if (keyword.startsWith('field'))
    return { kind: 'injection', file: parameter(keyword, 'file'), inner: parameters(keyword, ['line']) }
  if (keyword.startsWith('file')) {
    if (parameter(keyword, 'name') === undefined) return { kind: 'incomplete', missing: 'name=…' }
    return { kind: 'with-inner', inner: parameters(keyword, ['name']) }
  }
  if (keyword.startsWith('$')) return { kind: 'variable', name: keyword.slice(1), inner: [] }
  if (keyword.startsWith('fill')) {
    const name = parameter(keyword, 'variable')
    return name === undefined ? { kind: 'incomplete', missing: 'variable=…' } : { kind: 'variable', name, inner: [] }
  }
  if (keyword.startsWith('last_')) return { kind: 'last', header: keyword.slice(5) }
  if (keyword.startsWith('authentication'))
    return { kind: 'with-inner', inner: parameters(keyword, ['username', 'password', 'aka_K', 'aka_OP', 'aka_AMF']) }
  if (keys.has(keyword)) return { kind: 'plain' }
  return crypto.test(keyword) && features?.urlActions !== false ? { kind: 'plain' } : { kind: 'unknown' }
}

function isThere(keyword: string, features: SippFeatures | undefined): boolean {
  if (features === undefined) return true
  if (keyword === 'auto_media_port') return features.mediaPort
  return keyword.startsWith('rtpstream_') ? features.rtpStream : true
}

function parameters(keyword: string, names: readonly string[]): readonly string[] {
  return names.map((name) => parameter(keyword, name)).filter((value) => value !== undefined)
}

function parameter(keyword: string, name: string): string | undefined {
  const match = new RegExp(`${name}=(?:"([^"]*)"|(\\S+))`).exec(keyword)
  const value = match?.[1] ?? match?.[2]
  return value === '' ? undefined : value
}
