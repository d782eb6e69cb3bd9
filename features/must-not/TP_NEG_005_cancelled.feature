@TP_NEG_005
Feature: TP_NEG_005 A cancelled invitation is not charged

  3GPP TS 32.299 6.1.0. Session records report successful sessions; nobody arrived.

  Scenario: Bob does not answer and the server cancels
    Given Alice is in a conference with Carol, and it rings at Bob
    When the server gives up waiting for Bob and cancels
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's cancelled invitation
