@TP_NEG_019
Feature: TP_NEG_019 A BYE of no dialog is no departure

  OMA CR 6.2.3.2; RFC 3261 15.1.2. It is answered 481, and nobody left.

  Scenario: Bob sends a BYE of no dialog
    Given Alice is in a conference with Bob and Carol
    When Bob sends a BYE outside any dialog, which is refused
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's BYE outside any dialog
