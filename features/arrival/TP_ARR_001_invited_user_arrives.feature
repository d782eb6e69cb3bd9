@TP_ARR_001
Feature: TP_ARR_001 An invited user's arrival is charged

  OMA CR 6.2.3.2 steps 1 and 2. The 200 OK to the server's INVITE makes one SessionRequest(interim) due.

  Scenario: Bob accepts the server's invitation
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
