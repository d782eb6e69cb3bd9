@TP_SEQ_008 @real-timers
Feature: TP_SEQ_008 Interims by time and by events stand in one row of numbers

  RFC 6733 9.8.3. A number names a record in its session, whatever made the record.

  Scenario: an interim by time, then Bob leaves
    Given the Charging Enabler proposes interims by time
    And Alice is in a conference with Bob and Carol
    Then the Charging Enabler receives an interim by time in Alice's conference
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record has the number behind that of the record before, which time made
    And every record of Alice's conference keeps the rule "record-number-unique-growing"
