@TP_DEP_024
Feature: TP_DEP_024 A served user's departure is charged once

  OMA CR 6.2.3.2 step 2. The 200 OK that comes back from the controlling function is no second occasion.

  Scenario: Bob leaves, Alice and Carol stay
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest for Bob's departure
    And the Charging Enabler receives no second SessionRequest for Bob's departure
