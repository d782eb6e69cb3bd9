@TP_DEP_018
Feature: TP_DEP_018 A departure before the ACK balances

  OMA CR 6.2.3.2. A server that charged the arrival at its 200 OK charges the BYE; one that waits for the ACK charges neither.

  Scenario: Bob joins, sends no ACK, and leaves
    Given Alice is in a conference with Carol
    And Bob will never send an ACK
    When Bob joins the conference of Alice and leaves without an ACK
    Then Bob is charged as leaving if he was charged as joining
