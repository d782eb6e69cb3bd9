@TP_NEG_028
Feature: TP_NEG_028 A served user's message that comes again is not charged again

  RFC 3261 17.1.3, 17.2.3. A retransmission is the same message.

  Scenario: Bob's INVITE comes twice
    Given Alice is in a conference with Carol
    And Bob has joined the conference of Alice
    When Bob's INVITE reaches the server again
    Then the Charging Enabler receives no SessionRequest for the INVITE of Bob that came again

  Scenario: Bob's BYE comes twice
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference, and its BYE reaches the server again
    Then the Charging Enabler receives one SessionRequest for Bob's departure
    And the Charging Enabler receives no SessionRequest for the BYE of Bob that came again
