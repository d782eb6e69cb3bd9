// Who answers: what every answer says about its sender.

/** RFC 6733 §6.3, §6.4, §8.16. */
export interface AnswerOrigin {
  readonly originHost: string
  readonly originRealm: string
  readonly originStateId?: number | undefined
}
