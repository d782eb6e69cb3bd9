@TP_LIF_008 @real-timers
Feature: TP_LIF_008 Interims by time are spread

  RFC 6733 9.8.2. Sessions that begin together do not report in step; by how much they are apart, no document says, so it is told.

  Scenario: two conferences begin together
    Given the Charging Enabler proposes interims by time
    When Alice opens a conference with Bob
    And Carol opens a conference with Dave
    Then it is told how far the first interims by time in the conferences of Alice and Carol are apart
