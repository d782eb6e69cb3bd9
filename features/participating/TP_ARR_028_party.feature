@TP_ARR_028
Feature: TP_ARR_028 The record of a served user's arrival names that user

  3GPP TS 32.260 5.2.2.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
    And that served user's record names the user
