@TP_ERR_023
Feature: TP_ERR_023 2002 is a success

  RFC 6733 7.1.2. DIAMETER_LIMITED_SUCCESS lets accounting go on.

  Scenario: Bob comes and goes
    Given the Charging Enabler answers each SessionRequest with result 2002
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
