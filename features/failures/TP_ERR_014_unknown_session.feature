@TP_ERR_014
Feature: TP_ERR_014 A session that the Charging Enabler does not know disturbs nobody

  RFC 6733 7.1.5. Bob stays in, leaves when he wants, and his leaving is charged.

  Scenario: the session of Bob's arrival is not known
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with 5002
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with 5002, is not sent again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
