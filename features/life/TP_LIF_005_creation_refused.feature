@TP_LIF_005
Feature: TP_LIF_005 A conference that is refused is not charged

  3GPP TS 32.299 6.1.0; RFC 3261 8.2.2.3. A server refuses what demands an extension that nobody knows.

  Scenario: Bob demands what nobody knows
    Given Alice is in a conference with Carol
    When Bob tries to create a conference with an extension that nobody knows, and is refused
    Then the Charging Enabler receives no SessionRequest(start) for Bob's refused attempt to create a conference
