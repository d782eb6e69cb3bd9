@TP_CNT_015
Feature: TP_CNT_015 A record tells who called

  3GPP TS 32.299 7.2.33. The P-Asserted-Identity, or the word unknown without one.

  Scenario: Bob joins by his own INVITE
    Given Alice is in a conference with Carol
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's Calling-Party-Address is the asserted identity of the caller
