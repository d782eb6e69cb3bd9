@TP_ARR_031
Feature: TP_ARR_031 The record of a served user's arrival says that somebody came

  OMA DDS 6.2.4.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
    And the Application-Service-Type of that served user's record is INVITING or JOINING
