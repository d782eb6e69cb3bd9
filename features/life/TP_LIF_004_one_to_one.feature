@TP_LIF_004
Feature: TP_LIF_004 A 1-1 session is charged by its START and its STOP

  3GPP TS 32.260 T5.2.1.1-1. Two talk to each other: a session begins and ends, and nobody arrives in it.

  Scenario: Alice calls Bob, and hangs up
    Given Alice is in a 1-1 session with Bob
    When Alice hangs up, and the server releases Bob
    Then the Charging Enabler receives one SessionRequest(start) for Alice's session
    And the Charging Enabler receives one SessionRequest(stop) for Bob's departure
    And no record of Alice's session is of an arrival
