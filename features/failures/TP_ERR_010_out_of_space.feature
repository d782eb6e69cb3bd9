@TP_ERR_010
Feature: TP_ERR_010 A record for which there was no space is kept

  RFC 6733 8.2. DIAMETER_OUT_OF_SPACE: the record is stored and sent again, and the session stays open.

  Scenario: the Charging Enabler is out of space at Bob's arrival
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with 4002
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with 4002, is sent again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
