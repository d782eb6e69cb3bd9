@TP_NEG_020
Feature: TP_NEG_020 A BYE with wrong tags is no departure

  OMA CR 6.2.3.2; RFC 3261 12. A dialog is its Call-ID and both tags.

  Scenario: Bob sends a BYE with wrong tags
    Given Alice is in a conference with Bob and Carol
    When Bob sends a BYE with wrong tags, which is refused
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's BYE with wrong tags
