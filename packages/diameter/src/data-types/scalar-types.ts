// Every data format that is not a group, by the name dictionaries use.
import type { AvpType } from '../dictionary'
import type { AvpScalar } from '../message'
import { address } from './address'
import type { DataType } from './data-type'
import { diameterIdentity } from './diameter-identity'
import { diameterUri } from './diameter-uri'
import { enumerated } from './enumerated'
import { float32 } from './float32'
import { float64 } from './float64'
import { integer32 } from './integer32'
import { integer64 } from './integer64'
import { ipFilterRule } from './ip-filter-rule'
import { octetString } from './octet-string'
import { time } from './time'
import { unsigned32 } from './unsigned32'
import { unsigned64 } from './unsigned64'
import { utf8String } from './utf8-string'

/** RFC 6733 §4.2, §4.3.1 — all but Grouped, which is AVPs again and lives with them. */
export const scalarTypes: Readonly<Record<Exclude<AvpType, 'Grouped'>, DataType<AvpScalar>>> = {
  OctetString: octetString,
  Integer32: integer32,
  Integer64: integer64,
  Unsigned32: unsigned32,
  Unsigned64: unsigned64,
  Float32: float32,
  Float64: float64,
  Address: address,
  Time: time,
  UTF8String: utf8String,
  DiameterIdentity: diameterIdentity,
  DiameterURI: diameterUri,
  Enumerated: enumerated,
  IPFilterRule: ipFilterRule,
}
