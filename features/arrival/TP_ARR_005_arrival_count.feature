@TP_ARR_005
Feature: TP_ARR_005 An arrival interim counts the participants

  3GPP TS 32.299 7.2.117. Number-Of-Participants in an interim is the number of users attached when it is sent.

  Scenario: Bob is the third
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's Number-Of-Participants is the number of users attached after the arrival
