@TP_NEG_016
Feature: TP_NEG_016 A re-INVITE is no arrival

  OMA CR 6.2.3.2; 3GPP TS 32.299 7.2.117. LV-08: an interim for the change of media is legal, one for an arrival is not.

  Scenario: Bob sends a re-INVITE
    Given Alice is in a conference with Bob and Carol
    When Bob sends a re-INVITE
    Then the Charging Enabler receives at most one SessionRequest(interim) for Bob's re-INVITE, and it counts who was in before
