@TP_ARR_029
Feature: TP_ARR_029 The record of a served user's arrival names the session by its Call-ID

  3GPP TS 32.299 7.2.242. Of either dialog, where the server has two.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol
    When the controlling function invites Bob to the conference of Alice, who accepts
    Then the Charging Enabler receives one SessionRequest for Bob's arrival
    And the User-Session-Id of that served user's record is a Call-ID of the session
