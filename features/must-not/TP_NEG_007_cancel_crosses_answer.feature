@TP_NEG_007
Feature: TP_NEG_007 An answer that crosses the CANCEL balances

  OMA CR 6.2.3.2; RFC 3261 9.1. The server acknowledges the late 200 OK and ends it by BYE: whoever was charged as coming is charged as going.

  Scenario: Bob answers as the server's CANCEL is on its way
    Given Alice is in a conference with Carol
    And Bob will answer when the server's CANCEL is on its way
    When Alice adds Bob to the conference, who is released at once
    Then Bob's crossing answer is charged as a departure too if it was charged as an arrival
