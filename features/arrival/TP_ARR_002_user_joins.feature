@TP_ARR_002
Feature: TP_ARR_002 A user who joins is charged

  OMA CR 6.2.3.2, introduction. An INVITE received from a user who joins a running conference, and accepted, is an arrival.

  Scenario: Bob joins by his own INVITE
    Given Alice is in a conference with Carol
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
