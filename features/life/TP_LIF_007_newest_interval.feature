@TP_LIF_007 @real-timers
Feature: TP_LIF_007 The newest interim interval holds

  RFC 6733 9.1. Where a later Response asks for another interval, interims by time come in that one.

  Scenario: START is told a long interval, and Bob's arrival a short one
    Given the Charging Enabler proposes interims by time, to START ten times as far apart
    When Alice opens a conference with Bob
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives an interim by time in Alice's conference by the newest interval
