@TP_LIF_002
Feature: TP_LIF_002 A re-INVITE opens no accounting

  3GPP TS 32.260 T5.2.1.1-1. START is for the INVITE that sets a session up.

  Scenario: Bob sends a re-INVITE
    Given Alice is in a conference with Bob and Carol
    When Bob sends a re-INVITE
    Then the Charging Enabler receives no SessionRequest(start) for Bob's re-INVITE
