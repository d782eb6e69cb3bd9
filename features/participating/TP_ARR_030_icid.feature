@TP_ARR_030
Feature: TP_ARR_030 The record of a served user's arrival bears the ICID of the session

  3GPP TS 32.260 5.1.2.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
    And the IMS-Charging-Identifier of that served user's record is the ICID of the session
