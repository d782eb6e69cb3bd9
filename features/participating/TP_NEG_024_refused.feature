@TP_NEG_024
Feature: TP_NEG_024 A served user who refuses is not charged

  3GPP TS 32.299 6.1.0. Session records report successful sessions; nobody arrived.

  Scenario: Bob is busy
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob refuses the invitation with 486
    Then the Charging Enabler receives no SessionRequest for Bob's refusal
