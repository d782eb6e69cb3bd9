@TP_DEP_025
Feature: TP_DEP_025 The record of a served user's departure tells its method

  3GPP TS 32.299 7.2.201. The method that made the record.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest for Bob's departure
    And the SIP-Method of that served user's record is BYE
