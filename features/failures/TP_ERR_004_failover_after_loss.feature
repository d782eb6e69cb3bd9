@TP_ERR_004
Feature: TP_ERR_004 What waits when a connection breaks goes to another Charging Enabler

  RFC 6733 5.5.4. The pending record is sent there at once, and bears the T flag.

  Scenario: the connection ends at Bob's arrival
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler ends the connection at the next SessionRequest(interim)
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, unanswered when its connection ended, is sent to another Charging Enabler
