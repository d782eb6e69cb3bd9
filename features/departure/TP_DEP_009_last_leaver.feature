@TP_DEP_009
Feature: TP_DEP_009 The last departure ends accounting

  3GPP TS 32.260 T5.2.1.1-2, note 3. The BYE that ends the conference makes STOP, not interim.

  Scenario: Alice and Bob leave
    Given Alice is in a conference with Bob
    And Bob has left the conference
    When Alice leaves the conference
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And the Charging Enabler receives no SessionRequest(interim) for the end of Alice's conference
