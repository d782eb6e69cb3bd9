@TP_NEG_010
Feature: TP_NEG_010 A retransmitted request is not charged again

  RFC 3261 17.2. A repeated request is absorbed by its transaction.

  Scenario: Bob's INVITE comes twice
    Given Alice is in a conference with Carol
    And Bob has joined the conference of Alice
    When Bob's INVITE reaches the server again
    Then the Charging Enabler receives no SessionRequest(interim) for the INVITE that Bob sent again

  Scenario: Bob's BYE comes twice
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference, and its BYE reaches the server again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And the Charging Enabler receives no SessionRequest(interim) for the BYE that Bob sent again
