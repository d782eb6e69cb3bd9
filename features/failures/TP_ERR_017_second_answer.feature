@TP_ERR_017
Feature: TP_ERR_017 A second answer changes nothing

  RFC 6733 3. The second one is of no request any more.

  Scenario: Bob comes and goes
    Given the Charging Enabler sends each Response twice
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
