@TP_DEP_006
Feature: TP_DEP_006 A departure interim counts who remains

  3GPP TS 32.299 7.2.117. Number-Of-Participants in an interim is the number of users attached when it is sent.

  Scenario: Two remain
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record's Number-Of-Participants is the number of users attached after the departure
