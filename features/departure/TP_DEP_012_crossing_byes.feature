@TP_DEP_012
Feature: TP_DEP_012 BYEs that cross are one departure

  OMA CR 6.2.3.2. Bob goes once, whichever BYE the server charges by.

  Scenario: Bob leaves as the server expels him
    Given Alice is in a conference with Bob and Carol
    When the server expels Bob from the conference of Alice, and their BYEs cross
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And the Charging Enabler receives no second SessionRequest(interim) for Bob's departure
