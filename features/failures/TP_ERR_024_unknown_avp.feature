@TP_ERR_024
Feature: TP_ERR_024 An unknown AVP changes nothing

  RFC 6733 4.1. What is unknown and not mandatory is ignored.

  Scenario: Bob comes and goes
    Given the Charging Enabler adds an AVP that nobody knows to each Response
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
