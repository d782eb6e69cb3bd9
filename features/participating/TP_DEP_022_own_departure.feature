@TP_DEP_022
Feature: TP_DEP_022 A served user's departure is charged

  OMA CR 6.2.3.2 steps 1 and 2. The BYE on its way to the controlling function makes one SessionRequest due.

  Scenario: Bob leaves, Alice and Carol stay
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest for Bob's departure
