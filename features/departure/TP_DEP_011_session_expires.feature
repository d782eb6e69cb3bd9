@TP_DEP_011
Feature: TP_DEP_011 An expired session is a departure

  OMA CR 6.2.3.2; RFC 4028 10. The server ends the leg by BYE; its 200 OK makes one SessionRequest(interim) due.

  Scenario: Bob knows his session no more
    Given the server refreshes sessions every 2 s
    And Bob will agree to a session timer
    And Alice is in a conference with Bob and Carol
    When Bob forgets his session, and the server ends it
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
