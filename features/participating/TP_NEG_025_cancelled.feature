@TP_NEG_025
Feature: TP_NEG_025 An INVITE that the controlling function gives up is not charged

  3GPP TS 32.299 6.1.0. Session records report successful sessions; nobody arrived.

  Scenario: The controlling function cancels
    Given Alice is in a conference with Carol, and it rings at Bob
    When the controlling function cancels its INVITE to Bob
    Then the Charging Enabler receives no SessionRequest for the cancelled INVITE to Bob
