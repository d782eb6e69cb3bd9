@TP_DEP_013
Feature: TP_DEP_013 A user who is gone already departs once

  OMA CR 6.2.3.2; RFC 3261 15.1.1. LV-13: counted once, or not.

  Scenario: Bob answers the BYE with 481
    Given Alice is in a conference with Bob and Carol
    And Bob will answer the server's BYE with 481
    When the server expels Bob from the conference of Alice
    Then the Charging Enabler receives at most one SessionRequest(interim) for Bob's departure
