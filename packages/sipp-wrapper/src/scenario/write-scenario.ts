// Writes a scenario as SIPp reads it.
import { SippError } from '../sipp-error'
import type { ScenarioAction } from './actions'
import { rulesOf } from './dialect'
import type { ScenarioElement } from './elements'
import { escapeValue } from './entities'

/**
 * The text of a scenario, to be written to disk as UTF-8: SIPp copies bytes, whatever the first line says. It is not checked;
 * `checkScenario` does that. Throws SippError 'badScenario' for a message with "]]>" in it, which no CDATA can hold.
 */
export function writeScenario(name: string, elements: readonly ScenarioElement[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8" ?>', `<scenario${attributes('scenario', { name }, 'scenario')}>`]
  for (const element of elements) lines.push(elementText(element, 'scenario'))
  return [...lines, '</scenario>', ''].join('\n')
}

function elementText(element: ScenarioElement, place: 'scenario' | 'init'): string {
  switch (element.element) {
    case 'label':
      return tag('label', { id: element.id }, place)
    case 'init':
      return `<init>\n${element.elements.map((one) => elementText(one, 'init')).join('\n')}\n</init>`
    case 'Reference':
    case 'Global':
    case 'User':
      return tag(element.element, { variables: element.variables.join(',') }, place)
    case 'CallLengthRepartition':
    case 'ResponseTimeRepartition':
      return tag(element.element, { value: element.limitsMs.join(', ') }, place)
    case 'DefaultMessage':
      return tag(element.element, { id: element.id }, place, [cdata(element.text)])
    default: {
      const inner = element.actions.length > 0 ? [actionsText(element.actions)] : []
      if ('text' in element) inner.push(cdata(element.text))
      return tag(element.element, element.attributes, place, inner)
    }
  }
}

function actionsText(actions: readonly ScenarioAction[]): string {
  const lines = actions.map(({ action, ...rest }) => `  ${tag(action, rest, 'action')}`)
  return `<action>\n${lines.join('\n')}\n</action>`
}

function tag(name: string, values: object, place: 'scenario' | 'init' | 'action', inner: readonly string[] = []): string {
  const begin = `<${name}${attributes(name, values, place)}`
  return inner.length === 0 ? `${begin}/>` : `${begin}>\n${inner.join('\n')}\n</${name}>`
}

function attributes(element: string, values: object, place: 'scenario' | 'init' | 'action'): string {
  const rules = rulesOf(element, place) ?? {}
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeValue(String(value), rules[name]?.entities === true)}"`)
    .join('')
}

// A blank line first, as SIPp's own scenarios have it; SIPp drops it.
function cdata(text: string): string {
  if (text.includes(']]>')) {
    const mend = 'Write \\x5D\\x5D> instead: SIPp undoes \\x in messages.'
    throw new SippError(
      'badScenario',
      `The message ${JSON.stringify(text.trim().slice(0, 40))} has "]]>" in it, which ends the CDATA. ${mend}`,
    )
  }
  return `<![CDATA[\n\n${text.replaceAll('\r\n', '\n')}\n]]>`
}
