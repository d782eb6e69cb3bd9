// Which of the legal choices the SUT was seen to make, and whether it keeps to them (design: undeclared choices are reported).
import type { Findings } from '../findings'
import type { ChoiceName, Profile } from '../profile/schema'
import type { ChoiceSeen } from '../verdict'

/** One choice seen made, for example `['P-JOIN', 'charged']`. */
export type ChoiceMark = { [N in ChoiceName]: readonly [choice: N, value: Exclude<Profile['choices'][N], 'unknown'>] }[ChoiceName]

/** Where a choice was seen: an event, and what it was about. */
export interface ChoicePlace {
  readonly n: number
  readonly atUs: number
  readonly text: string
}

/** A breach of these declarations may show in no rule but this one; of the others it is the finding of a rule of its own. */
const onlyHere: ReadonlySet<ChoiceName> = new Set(['P-START', 'P-ARR-POINT', 'P-DEP-POINT'])

/**
 * What cannot be seen of a server that does as it declares. LV-06: a START that came before the ACK did not wait for it. LV-10: a joiner's
 * record. LV-13, ch1-facts C9: either way, since nothing else than the choice explains what `choice-marks` and `leg-marks` take for seen. The
 * other way round of the first two is inference: what comes behind the ACK may be slow.
 */
const proofs: readonly string[] = [
  'P-START 2xx',
  'P-JOIN charged',
  ...['P-EVT-MSG sent', 'P-EVT-MSG-FAIL sent'], // LV-09: the EVENT names the MESSAGE
  ...['P-DEP-NO200 interim', 'P-DEP-NO200 none', 'P-LEG trigger-leg', 'P-LEG initial-leg'],
]

export class Choices {
  private readonly seen = new Map<ChoiceName, Map<string, ChoicePlace>>()
  private readonly profile: Profile
  private readonly findings: Findings

  constructor(profile: Profile, findings: Findings) {
    this.profile = profile
    this.findings = findings
  }

  /** Notes what was seen at this place; a choice made otherwise than before, or than declared, is a finding. */
  saw(marks: readonly ChoiceMark[], place: ChoicePlace): void {
    for (const [choice, value] of marks) this.sawOne(choice, value, place)
  }

  all(): readonly ChoiceSeen[] {
    return [...this.seen].map(([choice, values]) => ({
      choice,
      declared: this.profile.choices[choice],
      seen: [...values].map(([value, { n }]) => ({ value, event: n })),
    }))
  }

  private sawOne(choice: ChoiceName, value: string, place: ChoicePlace): void {
    const values = this.seen.get(choice) ?? new Map<string, ChoicePlace>()
    this.seen.set(choice, values)
    const declared = this.profile.choices[choice]
    const [first] = values
    if (!values.has(value)) values.set(value, place)
    if (declared !== 'unknown') {
      if (declared !== value) this.foundOtherwise(choice, declared, value, place)
    } else if (first && first[0] !== value) {
      const [was, { n, text }] = first
      this.found(choice, `${was}, as at first: ${text} (event ${n})`, value, place, [n])
    }
  }

  private foundOtherwise(choice: ChoiceName, declared: string, value: string, place: ChoicePlace): void {
    const expected = `${declared}, as the profile declares`
    // a B2BUA between sends an ACK of its own, earlier than ours
    if (proofs.includes(`${choice} ${value}`) && (choice === 'P-JOIN' || this.profile.topology.sip !== 'b2bua'))
      this.found(choice, expected, value, place, [], 'declared-otherwise')
    else if (onlyHere.has(choice)) this.found(choice, expected, value, place, [])
  }

  private found(
    choice: ChoiceName,
    expected: string,
    value: string,
    place: ChoicePlace,
    others: readonly number[],
    rule = 'choice-inconsistent',
  ): void {
    this.findings.add({
      rule,
      signature: choice,
      expected: `${choice} ${expected}`,
      actual: `${value}: ${place.text}`,
      atUs: place.atUs,
      events: [place.n, ...others],
    })
  }
}
