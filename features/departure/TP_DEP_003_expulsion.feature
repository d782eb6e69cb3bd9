@TP_DEP_003
Feature: TP_DEP_003 An expulsion is charged

  OMA CR 6.2.3.2 steps 1 and 2. The 200 OK to the server's BYE makes one SessionRequest(interim) due.

  Scenario: The server expels Bob
    Given Alice is in a conference with Bob and Carol
    When the server expels Bob from the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
