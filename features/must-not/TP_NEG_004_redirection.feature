@TP_NEG_004
Feature: TP_NEG_004 A redirected invitation is not charged

  3GPP TS 32.299 6.1.0. The answer names nobody else to ask, so nobody arrives.

  Scenario: Bob has moved
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob refuses the invitation with 302
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's invitation refused with 302
