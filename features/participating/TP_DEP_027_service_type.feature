@TP_DEP_027
Feature: TP_DEP_027 The record of a served user's departure says that somebody went

  OMA DDS 6.2.4.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest for Bob's departure
    And the Application-Service-Type of that served user's record is LEAVING
