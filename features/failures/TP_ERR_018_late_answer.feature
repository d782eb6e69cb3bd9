@TP_ERR_018 @real-timers
Feature: TP_ERR_018 A late answer ends the resends

  RFC 6733 5.5.4. The answer takes the record off the queue, whichever copy it answers.

  Scenario: both copies of Bob's arrival are answered, late
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) only when it comes again, then both
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record is sent twice, and no third time
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
