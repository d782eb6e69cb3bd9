@TP_NEG_012
Feature: TP_NEG_012 A challenge is not charged

  3GPP TS 32.299 6.1.0; RFC 3261 22. Whoever is asked for credentials has not arrived.

  Scenario: Bob's proxy asks for credentials
    Given Alice is in a conference with Carol
    And Bob will ask for credentials
    When Alice adds Bob to the conference, who asks for credentials
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's challenge
