@TP_CNT_014 @real-timers
Feature: TP_CNT_014 Time-Stamps tell of SIP messages alone

  3GPP TS 32.260 T6.3.2.1 note 3. Time-Stamps stand in a record that a SIP message made, and in none that time made.

  Scenario: Bob leaves, and then an interval passes
    Given the Charging Enabler proposes interims by time
    And Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record has Time-Stamps
    And the Charging Enabler receives an interim by time in Alice's conference
    And the interim by time in Alice's conference has no Time-Stamps
