@TP_ERR_013
Feature: TP_ERR_013 An AVP that is not supported makes no loop

  RFC 6733 7.1.5. The same record would be refused again; what comes after it is charged as ever.

  Scenario: an AVP of Bob's arrival is not supported
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with 5001 and a Failed-AVP
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with 5001, is not sent again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
