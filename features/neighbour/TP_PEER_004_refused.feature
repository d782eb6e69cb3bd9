@TP_PEER_004 @real-timers
Feature: TP_PEER_004 A refused neighbour waits before it comes back

  RFC 6733 5.3 and 2.1. DIAMETER_NO_COMMON_APPLICATION ends the connection; Tc passes before the next attempt.

  Scenario: another Charging Enabler refuses the server once
    Given Alice is in a conference with Bob and Carol
    When another Charging Enabler ends its connection, and refuses the next one with 5010
    Then the server connects to it again after Tc, not before
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
