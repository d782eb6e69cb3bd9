// Checks each element by itself: is it known here, are its attributes, are their values of the right kind.
import type { SippFeatures } from '../process/sipp-features'
import { rulesOf, type AttributeRule, type AttributeRules } from './dialect'
import { unknownEntities } from './entities'
import type { Problems } from './problem'
import { checkValue } from './check-value'
import { nearest } from './nearest'
import { valueOf } from './scenario-tree'
import { actionElements, otherElements, stepElements } from './dialect'
import type { XmlAttribute, XmlElement } from './xml-reader'

/** Checks all elements of <scenario>. */
export function checkElements(root: XmlElement, features: SippFeatures | undefined, problems: Problems): void {
  if (root.name !== 'scenario')
    problems.fault('no-scenario', root.line, `the root is <${root.name}>`, 'The root of a scenario is <scenario name="…">.')
  for (const child of root.children) {
    checkOne(child, 'scenario', features, problems)
    if (child.name === 'init') {
      for (const inner of child.children) {
        checkOne(inner, 'init', features, problems)
        checkActions(inner, features, problems)
      }
    } else checkActions(child, features, problems)
  }
}

function checkOne(
  element: XmlElement,
  place: 'scenario' | 'init' | 'action',
  features: SippFeatures | undefined,
  problems: Problems,
): void {
  const { name, line } = element
  const rules = rulesOf(name, place)
  if (rules === undefined) {
    const known =
      place === 'action'
        ? Object.keys(actionElements)
        : place === 'init'
          ? ['nop', 'label']
          : Object.keys({ ...stepElements, ...otherElements })
    const what =
      place === 'action'
        ? `there is no action <${name}>`
        : `there is no element <${name}> ${place === 'init' ? 'in <init>' : 'here'}`
    problems.fault('unknown-element', line, what, `${guess(name, known, '<', '>')}SIPp refuses the scenario.`)
    return
  }
  checkFeature(element, features, problems)
  for (const [attribute, rule] of Object.entries(rules)) {
    if (rule.required && valueOf(element, attribute) === undefined)
      problems.fault('missing-attribute', line, `<${name}> has no ${attribute}`, `Write <${name} ${attribute}="…">.`)
  }
  for (const attribute of element.attributes) checkAttribute(element, attribute, rules, features, problems)
}

function checkAttribute(
  element: XmlElement,
  attribute: XmlAttribute,
  rules: AttributeRules,
  features: SippFeatures | undefined,
  problems: Problems,
): void {
  const rule: AttributeRule | undefined = Object.hasOwn(rules, attribute.name) ? rules[attribute.name] : undefined
  if (rule === undefined) {
    const mend = `${guess(attribute.name, Object.keys(rules), '', '')}SIPp ignores it.`
    problems.warning('unknown-attribute', attribute.line, `<${element.name}> has no attribute ${attribute.name}`, mend)
    return
  }
  checkValue(element, attribute, rule.kind, features, problems)
  for (const entity of unknownEntities(attribute.value)) {
    const what = `${attribute.name} of <${element.name}> has ${entity}, which SIPp leaves as it is`
    problems.fault(
      'entity',
      attribute.line,
      what,
      'SIPp knows &amp; &lt; &gt; &quot; only; write the character itself, or \\n, \\r, \\t.',
    )
  }
  // SIPp looks an attribute up by its name and "=", also within the values of others.
  const inside = Object.keys(rules).find((name) => new RegExp(`[ \\t\\n]${name}[ \\t\\n]*=`).test(attribute.value))
  if (inside !== undefined) {
    const what = `the value of ${attribute.name} has "${inside}=" in it, which SIPp may take for the attribute ${inside}`
    problems.fault('attribute-in-value', attribute.line, what, 'Put another character before it, or between the name and the =.')
  }
}

function checkActions(step: XmlElement, features: SippFeatures | undefined, problems: Problems): void {
  if (!Object.hasOwn(stepElements, step.name)) return
  step.children.forEach((child, at) => {
    if (child.name !== 'action')
      problems.fault(
        'unknown-element',
        child.line,
        `<${step.name}> has a <${child.name}> in it, which SIPp ignores`,
        'Put it into <action>.',
      )
    else if (at > 0)
      problems.fault(
        'action-place',
        child.line,
        `this <action> is not the first element of <${step.name}>; SIPp ignores it`,
        'Put all actions into one <action>, first.',
      )
    else for (const action of child.children) checkOne(action, 'action', features, problems)
  })
}

function checkFeature(element: XmlElement, features: SippFeatures | undefined, problems: Problems): void {
  if (features === undefined) return
  const missing = (what: string, mend: string): void => {
    problems.fault('missing-feature', element.line, `this SIPp has no ${what}`, mend)
  }
  if (/^url(en|de)code$/.test(element.name) && !features.urlActions) missing(`<${element.name}>`, 'It came with 3.7.0.')
  const media = element.attributes.find(({ name }) => name.startsWith('play_'))
  if (element.name === 'exec' && media && !features.pcap) missing(media.name, 'Use a SIPp built with PCAP.')
  if (element.name === 'exec' && valueOf(element, 'rtp_stream') !== undefined && !features.rtpStream)
    missing('rtp_stream', 'Use a SIPp built with RTPSTREAM, or 3.7.')
}

function guess(name: string, known: readonly string[], before: string, after: string): string {
  const near = nearest(name, known)
  return near === undefined ? '' : `Is it ${before}${near}${after}? `
}
