@TP_DEP_005
Feature: TP_DEP_005 A user removed by REFER is charged

  OMA CR 6.2.3.2; RFC 4579 5.11. The 200 OK to the BYE that the server sends makes one SessionRequest(interim) due.

  Scenario: Alice removes Bob
    Given Alice is in a conference with Bob and Carol
    When Alice removes Bob from the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
