@TP_DEP_001
Feature: TP_DEP_001 A participant's departure is charged

  OMA CR 6.2.3.2 steps 1 and 2. A BYE makes one SessionRequest(interim) due while others remain.

  Scenario: Bob leaves, Alice and Carol stay
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
