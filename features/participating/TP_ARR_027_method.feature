@TP_ARR_027
Feature: TP_ARR_027 The record of a served user's arrival tells its method

  3GPP TS 32.299 7.2.201. The method that made the record.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
    And the SIP-Method of that served user's record is INVITE
