@TP_DEP_010
Feature: TP_DEP_010 A release ends accounting once

  3GPP TS 32.260 T5.2.1.1-2; RFC 6733 9.5. The departure that leaves too few ends the conference; LV-12: interims for the others are legal.

  Scenario: Bob leaves, and Alice alone is too few
    Given the server releases a conference of fewer than 2 users
    And Alice is in a conference with Bob
    When Bob leaves the conference, and the server releases Alice
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And every record of Alice's conference keeps the rule "record-after-stop"
