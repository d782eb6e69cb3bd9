@TP_DEP_023
Feature: TP_DEP_023 A served user's expulsion is charged

  OMA CR 6.2.3.2 steps 1 and 2. The 200 OK to the BYE of the controlling function makes one SessionRequest due.

  Scenario: Bob is expelled, Alice and Carol stay
    Given Alice is in a conference with Bob and Carol
    When the controlling function expels Bob
    Then the Charging Enabler receives one SessionRequest for Bob's expulsion
