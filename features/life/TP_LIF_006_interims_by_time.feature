@TP_LIF_006 @real-timers
Feature: TP_LIF_006 Interims by time come as they are asked for

  RFC 6733 9.8.2. An Acct-Interim-Interval in the Response to START makes an interim due whenever about so many seconds have passed.

  Scenario: two intervals pass in a conference in which nothing happens
    Given the Charging Enabler proposes interims by time
    When Alice opens a conference with Bob
    Then the Charging Enabler receives 2 interims by time in Alice's conference
    And none of the 2 in Alice's conference comes sooner than half an interval
