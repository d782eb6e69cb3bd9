@TP_ERR_015
Feature: TP_ERR_015 An answer to nobody changes nothing

  RFC 6733 3. An answer whose Hop-by-Hop identifier is unknown is discarded; the true one follows.

  Scenario: Bob comes and goes
    Given the Charging Enabler sends each Response first under a foreign Hop-by-Hop identifier
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
