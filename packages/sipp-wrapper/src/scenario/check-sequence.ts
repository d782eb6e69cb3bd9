// Checks steps by those around them: optional before nothing, responses to nothing, timers, transactions, the last step.
import type { Problems } from './problem'
import { firstLineOf } from './check-messages'
import { isOptional, isYes, valueOf, type ScenarioTree } from './scenario-tree'
import type { XmlElement } from './xml-reader'

/** Checks the order of the steps. `isTwin`: `-3pcc` is given; undefined if that is not known. */
export function checkSequence(tree: ScenarioTree, isTwin: boolean | undefined, problems: Problems): void {
  if (tree.steps.length === 0)
    problems.fault('no-steps', tree.root.line, 'the scenario has no steps', 'Write at least one <send> or <recv>.')
  checkOptional(tree.steps, problems)
  checkReceives(tree.steps, problems)
  checkTimers(tree.steps, problems)
  checkTransactions(tree.steps, problems)
  checkTwin(tree.steps, isTwin, problems)
  tree.steps.forEach((step, at) => {
    if (step.name !== 'timewait') return
    if (at < tree.steps.length - 1)
      problems.fault('timewait', step.line, 'a <timewait> is not the last step', 'Use <pause>, or move it to the end.')
    for (const name of ['next', 'ontimeout'])
      if (valueOf(step, name) !== undefined)
        problems.fault('timewait', step.line, `a <timewait> has ${name}`, 'Remove it: the call ends there.')
  })
}

// SIPp looks forward past optional steps up to the first mandatory one, and must find one to wait at.
function checkOptional(steps: readonly XmlElement[], problems: Problems): void {
  steps.forEach((step, at) => {
    if (!isOptional(step)) {
      if (step.name === 'recv' && valueOf(step, 'advance_state') !== undefined && !isYes(valueOf(step, 'advance_state')))
        problems.fault(
          'advance-state',
          step.line,
          'a mandatory <recv> does not advance: the call would stay here for ever',
          'Add optional="true", or remove advance_state.',
        )
      return
    }
    const next = steps[at + 1]
    if (next === undefined)
      problems.fault(
        'optional-before-nothing',
        step.line,
        `an optional <${step.name}> has no mandatory step behind it`,
        'Remove optional, or put a <recv> behind it that the call can wait at.',
      )
    else if (next.name !== 'recv' && next.name !== 'recvCmd')
      problems.fault(
        'optional-before-nothing',
        step.line,
        `an optional <${step.name}> stands directly before <${next.name}>`,
        'SIPp refuses that: remove optional from the last <recv>.',
      )
    if (valueOf(next ?? step, 'timeout') !== undefined && valueOf(step, 'timeout') === undefined && next?.name === 'recv')
      problems.warning(
        'timeout-behind-optional',
        next.line,
        'this timeout does not run: the call waits at the optional <recv> before it',
        'Put timeout and ontimeout on each of the optional ones too.',
      )
  })
}

function checkReceives(steps: readonly XmlElement[], problems: Problems): void {
  let hasRequest = false
  steps.forEach((step, at) => {
    const first = step.name === 'send' ? firstLineOf(step.cdata?.text ?? '') : undefined
    if (
      first !== undefined &&
      first.word !== 'SIP/2.0' &&
      valueOf(step, 'start_txn') === undefined &&
      valueOf(step, 'ack_txn') === undefined
    )
      hasRequest = true
    if (step.name !== 'recv') return
    const [response, request] = [valueOf(step, 'response'), valueOf(step, 'request')]
    if (response === undefined && request === undefined)
      problems.fault(
        'recv-nothing',
        step.line,
        'a <recv> has neither request nor response, and matches nothing',
        'Write <recv request="…"/> or <recv response="…"/>.',
      )
    if (response !== undefined && request !== undefined)
      problems.fault(
        'recv-both',
        step.line,
        'a <recv> has both request and response; SIPp waits for the request only',
        'Write two.',
      )
    const transaction = valueOf(step, 'response_txn')
    if (transaction !== undefined && response === undefined)
      problems.fault(
        'transaction',
        step.line,
        'response_txn stands on a <recv> of no response',
        'Move it to a <recv response="…">.',
      )
    if (response !== undefined && transaction === undefined && !hasRequest && at > 0)
      problems.fault(
        'response-to-nothing',
        step.line,
        `no request stands before this <recv response="${response}">, so it matches nothing`,
        'SIPp takes responses to the methods of earlier <send>s only.',
      )
    if (valueOf(step, 'ontimeout') !== undefined && valueOf(step, 'timeout') === undefined)
      problems.warning(
        'ontimeout',
        step.line,
        'ontimeout without timeout',
        'Add timeout="…" (milliseconds), or give -recv_timeout.',
      )
  })
}

function checkTimers(steps: readonly XmlElement[], problems: Problems): void {
  const nameOf = (value: string): string => (value === 'true' ? '1' : value)
  const stopped = new Set(steps.map((step) => nameOf(valueOf(step, 'rtd') ?? 'false')))
  for (const step of steps) {
    const started = nameOf(valueOf(step, 'start_rtd') ?? 'false')
    if (started !== 'false' && !stopped.has(started))
      problems.fault(
        'timer',
        step.line,
        `the response time ${started} begins here and ends nowhere`,
        `Put rtd="${started}" on the <recv> that ends it.`,
      )
    if (valueOf(step, 'repeat_rtd') !== undefined && valueOf(step, 'rtd') === undefined)
      problems.fault('timer', step.line, 'repeat_rtd without rtd', 'Add rtd, or remove it.')
    if (valueOf(step, 'next') === undefined)
      for (const name of ['test', 'chance'])
        if (valueOf(step, name) !== undefined)
          problems.warning('without-next', step.line, `${name} without next does nothing`, 'Add next="…", or use condexec.')
  }
}

function checkTransactions(steps: readonly XmlElement[], problems: Problems): void {
  const all = new Map<string, { line: number; started: number; isInvite: boolean; responses: number; acks: number }>()
  const of = (name: string, line: number) => {
    const known = all.get(name) ?? { line, started: 0, isInvite: false, responses: 0, acks: 0 }
    all.set(name, known)
    return known
  }
  for (const step of steps) {
    const method = step.name === 'send' ? firstLineOf(step.cdata?.text ?? '')?.word : undefined
    const [start, ack, response] = [valueOf(step, 'start_txn'), valueOf(step, 'ack_txn'), valueOf(step, 'response_txn')]
    if (start !== undefined) {
      if (method === 'ACK' || method === 'SIP/2.0')
        problems.fault(
          'transaction',
          step.line,
          `start_txn stands on ${method === 'ACK' ? 'an ACK' : 'a response'}`,
          'Requests other than ACK start transactions.',
        )
      const one = of(start, step.line)
      one.isInvite ||= one.started === 0 && method === 'INVITE'
      one.started += 1
    }
    if (ack !== undefined) {
      if (method !== 'ACK') problems.fault('transaction', step.line, 'ack_txn stands on no ACK', 'Move it to the ACK.')
      of(ack, step.line).acks += 1
    }
    if (response !== undefined) of(response, step.line).responses += 1
  }
  for (const [name, { line, started, isInvite, responses, acks }] of all) {
    const fault = (what: string, mend: string): void => {
      problems.fault('transaction', line, `the transaction ${name} ${what}`, mend)
    }
    if (started === 0) fault('is never started', `Put start_txn="${name}" on its request.`)
    else if (responses === 0) fault('has no response', `Put response_txn="${name}" on the <recv>s of its responses.`)
    else if (isInvite && acks === 0) fault('is of an INVITE and has no ACK', `Put ack_txn="${name}" on its ACK.`)
    else if (!isInvite && acks > 0) fault('is of no INVITE and has an ACK', 'Remove ack_txn.')
  }
}

function checkTwin(steps: readonly XmlElement[], isTwin: boolean | undefined, problems: Problems): void {
  const command = steps.find(({ name }) => name === 'recvCmd' || name === 'sendCmd')
  if (command === undefined) return
  if (isTwin === false) problems.fault('twin', command.line, `<${command.name}> needs a twin`, 'Give -3pcc, or remove it.')
  const first = steps.find(({ name }) => name !== 'nop' && name !== 'pause')
  if (first?.name === 'recv' && steps.some(({ name }) => name === 'recvCmd'))
    // Seen with 3.6.1: no outbound socket is made, and the first send of a call that a command began is a crash.
    problems.warning(
      'tcp-crash',
      first.line,
      'a <recv> stands first in a scenario with <recvCmd>: over TCP, SIPp crashes',
      'Put <recvCmd> first, then a <send>, never executed if need be.',
    )
}
