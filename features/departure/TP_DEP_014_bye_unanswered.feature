@TP_DEP_014
Feature: TP_DEP_014 A user who answers nothing departs once

  OMA CR 6.2.3.2; RFC 3261 17.1.2.2. By timer F it is over; LV-13: counted once, or not.

  Scenario: Bob answers no BYE
    Given Alice is in a conference with Bob and Carol
    And Bob will never answer the server's BYE
    When the server expels Bob from the conference of Alice
    Then the Charging Enabler receives at most one SessionRequest(interim) for Bob's departure
