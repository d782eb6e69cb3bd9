// What a broken rule costs the operator or the user, in one sentence each, for readers who know no Diameter.

const inDoubt = 'The enabler cannot tell for certain what this record is about, so it may be billed wrongly or thrown away.'
const notReadable = 'Another Charging Enabler may refuse this message, and then nothing it says is billed.'
const neverCame = 'The user would be charged for a conference in which it never was.'
const notTwice = 'One event on the network would be charged twice.'
const arrivalLost = 'The enabler never learns that this user came: its time in the conference is given away.'
const departureLost = 'The enabler never learns that this user left: it goes on charging until the conference ends.'
const headsWrong = 'A tariff by the number of participants takes the wrong number, for everybody, until the next record.'
const orderLost = 'A gap or a number that comes twice looks like a lost or a doubled record, and the enabler cannot tell which.'
const entity = 'Records of one conference no longer stand together, so no bill of it can be made.'

const reasons: Readonly<Record<string, string>> = {
  'acct-application-id': notReadable,
  'acr-before-open': 'Records sent before both ends agreed on a connection may be dropped without anybody noticing.',
  'acr-header': notReadable,
  'acr-mandatory-avps': notReadable,
  'arrival-call-id': inDoubt,
  'arrival-count': headsWrong,
  'arrival-icid': 'Without the right charging identifier the record cannot be correlated with those of the other network nodes.',
  'arrival-interim-early': 'The user is charged before it accepted, and would be even if it had refused.',
  'arrival-interim-missing': arrivalLost,
  'arrival-method': 'An arrival that does not say so may be booked as something else.',
  'arrival-numbers-consecutive': orderLost,
  'arrival-party': 'The enabler learns that somebody came, and not who.',
  'arrival-service-type': inDoubt,
  'avp-alignment': notReadable,
  'avp-bits': notReadable,
  'avp-data': notReadable,
  'cause-in-interim': inDoubt,
  'cer-grammar': 'Another Charging Enabler may refuse the connection itself, and then nothing at all is billed.',
  'choice-inconsistent': 'A server that does it now one way and now the other cannot be rated by one tariff.',
  'conferences-mixed': entity,
  'crowd-count': headsWrong,
  'departure-count': headsWrong,
  'departure-interim-doubled': notTwice,
  'departure-interim-missing': departureLost,
  'departure-method': 'A departure that does not say so may be booked as something else.',
  'departure-numbers-consecutive': orderLost,
  'departure-party': 'The enabler learns that somebody left, and not who.',
  'departure-service-type': inDoubt,
  'dwa-result': 'An enabler that gets no proper answer to its watchdog gives the connection up and records are delayed or lost.',
  'event-for-refusal': neverCame,
  'event-timestamps-fall': 'Times that run backwards make negative durations, which no tariff can rate.',
  'expulsion-interim-missing': departureLost,
  'first-arrival-number': orderLost,
  'initiator-departure-missing': departureLost,
  'interim-for-cancelled': neverCame,
  'interim-for-other-refusal': neverCame,
  'interim-for-provisional': 'The user would be charged while its phone still rings.',
  'interim-for-redirection': neverCame,
  'interim-for-refusal': neverCame,
  'interim-for-refused-refer': neverCame,
  'interim-for-resent-answer': notTwice,
  'interim-for-resent-request': notTwice,
  'interim-for-server-failure': neverCame,
  'join-interim-missing': arrivalLost,
  'last-leaver-interim': 'The end of the conference would be charged once as a departure and once as its end.',
  'node-functionality-present': inDoubt,
  'node-functionality-value': inDoubt,
  'one-outstanding': 'Records that overtake each other may be booked in the wrong order.',
  'record-after-stop': 'A closed session is charged again, after its bill was made.',
  'record-number-unique-growing': orderLost,
  'record-sequence': 'The enabler cannot open, continue or close the bill, as the record that does so is not the one that came.',
  'record-unexplained': 'Something is charged that nothing on the network explains: a customer would dispute it and be right.',
  'refer-interim-early': 'The user is charged when it is proposed, before it was even asked.',
  'rejoin-interim-missing': arrivalLost,
  'role-of-node-of-mrfc': inDoubt,
  'service-context-id': 'The enabler chooses the tariff by this name; with another one the record is rated as another service.',
  'service-information-bits': notReadable,
  'session-id-constant': entity,
  'session-id-origin': entity,
  'start-missing': 'The bill of this conference is never opened, so all that follows has nothing to belong to.',
  'start-number': orderLost,
  'stop-missing': 'The bill of this conference is never closed: it goes on until the enabler gives up.',
  'stop-while-pending': 'The end may be booked before the last arrival or departure, which is then lost.',
  'subscription-id-members': 'The enabler cannot tell whose account is to be charged.',
  't-flag-on-first-send': 'A first record that calls itself a copy may be thrown away as one.',
  'unused-avps': notReadable,
}

/** One sentence; of a rule this suite does not know, `undefined`. */
export function whyItMatters(rule: string): string | undefined {
  return Object.hasOwn(reasons, rule) ? reasons[rule] : undefined
}
