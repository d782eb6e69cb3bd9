@TP_NEG_022
Feature: TP_NEG_022 A failure that ends the conference ends accounting

  3GPP TS 32.260 T5.2.1.1-2; TS 32.299 7.2.35. A final 4xx that leaves too few makes STOP, which says why.

  Scenario: Bob is busy, and Alice alone is too few
    Given the server releases a conference of fewer than 2 users
    And Alice is in a conference of her own, and it rings at Bob
    When Bob refuses the invitation with 486, and the server releases Alice
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And that record's Cause-Code tells a failure
