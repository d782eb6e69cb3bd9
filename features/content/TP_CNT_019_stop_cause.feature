@TP_CNT_019
Feature: TP_CNT_019 A STOP tells a normal end

  3GPP TS 32.299 7.2.35. Cause-Code 0: the session ended by BYE.

  Scenario: Alice leaves as the last
    Given Alice is in a conference with Bob
    And Bob has left the conference
    When Alice leaves the conference
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And that record's Cause-Code tells a normal end
