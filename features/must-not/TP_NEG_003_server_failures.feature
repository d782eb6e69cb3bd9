@TP_NEG_003
Feature: TP_NEG_003 An invitation that fails is not charged

  3GPP TS 32.299 6.1.0. Session records report successful sessions; nobody arrived.

  Scenario Outline: Bob refuses with <code>
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob refuses the invitation with <code>
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's invitation refused with <code>

    Examples:
      | code |
      | 500  |
      | 503  |
