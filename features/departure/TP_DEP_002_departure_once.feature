@TP_DEP_002
Feature: TP_DEP_002 A departure is charged once

  OMA CR 6.2.3.2. The server's 200 OK to a BYE is no occasion of its own.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And the Charging Enabler receives no second SessionRequest(interim) for Bob's departure
