@TP_ARR_025
Feature: TP_ARR_025 A served user's arrival by invitation is charged

  OMA CR 6.2.3.2 steps 1 and 2. The 200 OK on its way to the controlling function makes one SessionRequest due.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
