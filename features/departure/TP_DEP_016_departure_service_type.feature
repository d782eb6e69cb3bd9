@TP_DEP_016
Feature: TP_DEP_016 A departure interim tells LEAVING

  OMA DDS 6.2.4. Application-Service-Type 104.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record's Application-Service-Type is LEAVING
