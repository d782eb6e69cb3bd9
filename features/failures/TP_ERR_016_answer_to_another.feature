@TP_ERR_016
Feature: TP_ERR_016 The answer to another record acknowledges nothing

  RFC 6733 9.8.3. The record number tells which record is confirmed.

  Scenario: the Response to Bob's arrival bears another number
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) as if it were another record
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered as if it were another one, is sent again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
