@TP_ERR_011
Feature: TP_ERR_011 A record that could not be delivered is tried elsewhere

  RFC 6733 7.1.3. DIAMETER_UNABLE_TO_DELIVER is handled per hop: another Charging Enabler is tried.

  Scenario: Bob's arrival cannot be delivered
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with 3002
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with 3002, is sent to another Charging Enabler
